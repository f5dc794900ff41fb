#include "fx.h"

const char *fx_version(void)
{
    return FX_VERSION;
}

const char *fx_code_name(int code)
{
    switch (code) {
    case FX_OK:
        return "FX_OK";
    case FX_END:
        return "FX_END";
    case FX_ENOMEM:
        return "FX_ENOMEM";
    case FX_EIO:
        return "FX_EIO";
    case FX_EINVAL:
        return "FX_EINVAL";
    case FX_ENOTFOUND:
        return "FX_ENOTFOUND";
    case FX_EINPUT:
        return "FX_EINPUT";
    case FX_ELOCKED:
        return "FX_ELOCKED";
    case FX_EFULL:
        return "FX_EFULL";
    case FX_EDAMAGED:
        return "FX_EDAMAGED";
    case FX_EVERSION:
        return "FX_EVERSION";
    case FX_EQUERY:
        return "FX_EQUERY";
    case FX_EBACKEND:
        return "FX_EBACKEND";
    case FX_ELIMIT:
        return "FX_ELIMIT";
    case FX_ESTOPPED:
        return "FX_ESTOPPED";
    default:
        return "unknown code";
    }
}
