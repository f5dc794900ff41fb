/* The address of a record in STREAM_RECORDS: 5 bytes, little-endian. */
#ifndef STORE_RECORD_ADDRESS_H
#define STORE_RECORD_ADDRESS_H

#include "bytes.h"

enum { RECORD_ADDRESS_BYTES = 5 };
#define RECORD_ADDRESS_MAX ((UINT64_C(1) << 40) - 1)

static inline void record_address_put(uint8_t *at, uint64_t address)
{
    bytes_put_u32(at, (uint32_t)address);
    at[4] = (uint8_t)(address >> 32);
}

static inline uint64_t record_address_get(const uint8_t *at)
{
    return bytes_get_u32(at) | (uint64_t)at[4] << 32;
}

#endif
