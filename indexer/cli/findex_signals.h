/* What findex does with signals. SIGINT, SIGTERM and SIGHUP ask it to stop after a clean commit; a second one ends it
 * at once (the index is the last commit then). A write to a closed pipe or beyond a file size limit becomes an error of
 * that write. A page of the index that cannot be read (SIGBUS) ends the program with a message and status 5. */
#ifndef FINDEX_SIGNALS_H
#define FINDEX_SIGNALS_H

/* Non-zero once a stop was asked for. */
extern volatile int findex_stop;

void findex_signals_install(void);

/* For commands that only read: nothing is left half done, a signal ends them at once (status 9). */
void findex_signals_leave_at_once(void);

#endif
