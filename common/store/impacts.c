#include "impacts.h"

#include "bytes.h"

uint32_t impact_code_length(uint32_t code)
{
    if (code < 32)
        return code;
    const uint32_t shift = code / 16 - 1;
    return shift > 27 ? UINT32_MAX : (code % 16 + 16) << shift;
}

/* Joins the neighbours that differ least into the corner that dominates both. */
static void drop_one(struct impact_front *front)
{
    struct impact *pairs = front->pairs;
    uint32_t best = 0;
    double least = 0;
    for (uint32_t i = 0; i + 1 < front->count; i++) {
        const double more = (double)(pairs[i + 1].frequency - pairs[i].frequency) / (pairs[i].frequency + 1.0);
        const double longer = (double)(pairs[i + 1].length - pairs[i].length) / 16;
        const double loss = more < longer ? more : longer;
        if (i == 0 || loss < least) {
            least = loss;
            best = i;
        }
    }
    pairs[best].frequency = pairs[best + 1].frequency;
    memmove(pairs + best + 1, pairs + best + 2, (front->count - best - 2) * sizeof *pairs);
    front->count--;
}

/* A pair that none dominates; pairs[end] is the first with at least its frequency. */
static __attribute__((noinline)) void insert(struct impact_front *front, uint32_t most, uint32_t end,
                                             uint32_t frequency, uint32_t length_code)
{
    struct impact *pairs = front->pairs;
    uint32_t start = end; /* pairs[start..end) are dominated by the new one */
    while (start > 0 && pairs[start - 1].length >= length_code)
        start--;
    if (end < front->count && pairs[end].frequency == frequency)
        end++;
    if (end != start + 1 && end < front->count)
        memmove(pairs + start + 1, pairs + end, (front->count - end) * sizeof *pairs);
    pairs[start] = (struct impact){frequency, length_code};
    front->count += 1 + start - end;
    if (front->count > most)
        drop_one(front);
}

/* Called for each posting; most pairs are dominated. */
void impact_front_add(struct impact_front *front, uint32_t most, uint32_t frequency, uint32_t length_code)
{
    const struct impact *pairs = front->pairs;
    uint32_t end = 0;
    while (end < front->count && pairs[end].frequency < frequency)
        end++;
    if (end == front->count || pairs[end].length > length_code)
        insert(front, most, end, frequency, length_code);
}

void impact_front_merge(struct impact_front *front, const struct impact_front *other)
{
    for (uint32_t i = 0; i < other->count; i++)
        impact_front_add(front, IMPACTS_MAX, other->pairs[i].frequency, other->pairs[i].length);
}

size_t impact_front_encode(uint8_t *out, const struct impact_front *front)
{
    uint8_t *at = out;
    for (uint32_t i = 0; i < front->count; i++) {
        uint64_t frequency = front->pairs[i].frequency, code = front->pairs[i].length;
        if (i > 0) {
            frequency -= front->pairs[i - 1].frequency + UINT64_C(1);
            code -= front->pairs[i - 1].length + UINT64_C(1);
        }
        at += bytes_put_varint(at, code << 2 | (frequency < 3 ? frequency : 3));
        if (frequency >= 3)
            at += bytes_put_varint(at, frequency - 3);
    }
    return (size_t)(at - out);
}

/* Most are one byte. */
static inline uint64_t read_varint(struct byte_reader *reader)
{
    if (reader->at < reader->end && *reader->at < 0x80)
        return *reader->at++;
    return byte_reader_varint32(reader);
}

int impacts_decode(struct impact *out, const uint8_t *at, size_t length)
{
    struct byte_reader reader = byte_reader_of(at, length);
    uint64_t frequency = 0, code = 0;
    int count = 0;
    while (reader.at < reader.end && count < IMPACTS_MAX) {
        const uint64_t both = read_varint(&reader), more = both & 3;
        frequency += more < 3 ? more : 3 + read_varint(&reader);
        code += both >> 2;
        if (reader.failed || frequency > UINT32_MAX || code > IMPACT_CODE_MAX)
            return -1;
        out[count++] = (struct impact){(uint32_t)frequency, impact_code_length((uint32_t)code)};
        frequency++;
        code++;
    }
    return reader.at == reader.end ? count : -1;
}
