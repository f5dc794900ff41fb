/* What standard output is, and what may be sent to it. The only file of fsearch that asks the environment and the
 * kernel about the terminal. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "printer.h"

#include <sys/types.h>

enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Fills color, links, terminal, width of the style: NO_COLOR, TERM=dumb, COLUMNS and the window's size are respected.
 */
void terminal_style(struct print_style *style, enum color_when when);

/* Starts the pager as git does ($FSEARCH_PAGER, $PAGER, less; LESS=FRX unless set) and lets `*descriptor` write to it.
 * -1 where there is none to start: output then goes straight to the terminal. */
pid_t terminal_page(int *descriptor);
/* Closes the pipe and waits until the reader has left the pager. */
void terminal_page_end(pid_t pager, int descriptor);

#endif
