#include "failure.h"

void failure_init(struct failure *failure)
{
    pthread_mutex_init(&failure->lock, NULL);
    failure->first = (fx_error){0};
}

void failure_release(struct failure *failure)
{
    pthread_mutex_destroy(&failure->lock);
}

void failure_report(struct failure *failure, const fx_error *error)
{
    pthread_mutex_lock(&failure->lock);
    if (failure->first.code == FX_OK && error->code < 0)
        failure->first = *error;
    pthread_mutex_unlock(&failure->lock);
}

int failure_get(struct failure *failure, fx_error *err)
{
    pthread_mutex_lock(&failure->lock);
    int code = failure->first.code;
    if (code != FX_OK && err != NULL)
        *err = failure->first;
    pthread_mutex_unlock(&failure->lock);
    return code;
}
