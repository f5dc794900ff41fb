/* Prints the names of --list, each with the number of articles that have it. */
#ifndef CLI_NAME_PRINTER_H
#define CLI_NAME_PRINTER_H

#include "printer.h"

struct name_printer {
    struct printer *printer;
    bool names_alone; /* with -0: for xargs */
    uint64_t printed;
};

/* The function that fx_reader_list calls; FX_END when nobody reads any more. */
int name_printer_put(void *payload, fx_slice name, uint64_t articles);

#endif
