/* OSC 8: text on a terminal that opens a page or a file when it is clicked. */
#ifndef CLI_HYPERLINK_H
#define CLI_HYPERLINK_H

#include "output.h"

/* To the page, else to the file where it can be found from here. False: there is neither, nothing was written. */
bool hyperlink_begin(struct output *output, fx_slice url, fx_slice path);
void hyperlink_end(struct output *output);

#endif
