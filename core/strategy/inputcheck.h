#pragma once

#include "core/domain/marketdata.h"
#include "core/domain/units.h"

#include <cmath>
#include <cstdint>
#include <span>

namespace wick::core {

/// Why a strategy does not judge a step.
enum class InputFault : std::uint8_t
{
    None,
    NotWarm,   ///< a kernel has not settled
    NotFinite, ///< a value is not a number
    Stale,     ///< the data has a book and it is too old
};

enum class Warmth : std::uint8_t
{
    Cold,
    Settled
};

/// A book older than this takes no new entries; equal is still fresh (definitions D.12).
constexpr Duration kFreshBook = seconds(15);

/// The one validator of a strategy's inputs: warm, finite, fresh, in this order. Data without a
/// book is not stale.
[[nodiscard]] inline InputFault
checkInputs(Warmth warmth, std::span<const double> values, const Book* book, Timestamp now) noexcept
{
    if (warmth == Warmth::Cold) {
        return InputFault::NotWarm;
    }
    for (const double value : values) {
        if (!std::isfinite(value)) {
            return InputFault::NotFinite;
        }
    }
    if (book != nullptr && now - book->time > kFreshBook) {
        return InputFault::Stale;
    }
    return InputFault::None;
}

} // namespace wick::core
