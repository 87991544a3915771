// Whatever the venue, or somebody in its place, may send: a message, or an error that names where.
#include "core/venues/lighter/mapper.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

using namespace wick::lighter;

namespace {

/// Stops the program with the sentence that does not hold.
void mustHold(bool holds, const char* sentence)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", sentence);
        std::abort();
    }
}

template <typename Answer>
void fuzzAnswer(Mapper& mapper, std::string_view text)
{
    const auto answer = mapper.answer<Answer>(text);
    mustHold(answer || !describe(answer.error()).empty(), "an error has words");
}

void mustBeFit(const wire::Frame& frame)
{
    if (const auto* book = std::get_if<wire::OrderBookFrame>(&frame)) {
        mustHold(book->book.beginNonce <= book->book.nonce, "a book goes forward");
        for (const wire::Level& level : book->book.asks) {
            mustHold(level.price.mantissa > 0 && level.size.mantissa >= 0, "a level has a price");
        }
    }
    if (const auto* positions = std::get_if<wire::AccountPositionsFrame>(&frame)) {
        for (const wire::Position& position : positions->positions) {
            mustHold(position.sign != 0 || position.size().mantissa == 0,
                     "a position has a direction");
        }
    }
    if (const auto* trades = std::get_if<wire::TradeFrame>(&frame)) {
        for (const wire::Trade& trade : trades->trades) {
            mustHold(trade.size.mantissa > 0, "a trade has a size");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    Mapper mapper;
    const auto frame = mapper.frame(text);
    const auto again = mapper.frame(text);
    mustHold(frame.has_value() == again.has_value(), "the same text reads the same twice");
    if (frame) {
        mustBeFit(*frame);
    }
    fuzzAnswer<wire::Accounts>(mapper, text);
    fuzzAnswer<wire::Candles>(mapper, text);
    fuzzAnswer<wire::Markets>(mapper, text);
    fuzzAnswer<wire::Orders>(mapper, text);
    fuzzAnswer<wire::SendAnswer>(mapper, text);
    fuzzAnswer<wire::Trades>(mapper, text);
    fuzzAnswer<wire::Transactions>(mapper, text);

    const auto number = readNumber(text);
    const auto rounded = readRoundedNumber(text);
    mustHold(!number || rounded, "a number that can be kept can be rounded");
    if (number && number->decimals <= 12) {
        mustHold(*number == *rounded, "what is short enough is not rounded");
    }
    return 0;
}
