/* The first failure among several threads. */
#ifndef BUILD_FAILURE_H
#define BUILD_FAILURE_H

#include "fx.h"

#include <pthread.h>

struct failure {
    pthread_mutex_t lock;
    fx_error first; /* code FX_OK while there is none */
};

void failure_init(struct failure *failure);
void failure_release(struct failure *failure);

/* Keeps `error` if it is the first with a code below 0. */
void failure_report(struct failure *failure, const fx_error *error);

/* The first failure's code, FX_OK where there was none; copied to *err. */
int failure_get(struct failure *failure, fx_error *err);

#endif
