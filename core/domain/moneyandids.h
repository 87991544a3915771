#pragma once

#include "core/domain/units.h"

#include <cstdint>

namespace wick::core {

/// Micro-USDC (10^-6), signed. Each cash flow is rounded once into it; sums are then exact.
using Money = Strong<struct MoneyTag>;
/// Parts per million: fractions of equity, fees (1 bp is 100), limits.
using Ppm = Strong<struct PpmTag>;

/// A market of this run, counted from 0 in the order of the configuration.
using InstrumentId = Strong<struct InstrumentIdTag, std::uint16_t>;
/// A strategy engine of this run, counted from 0; answers are applied in this order.
using EngineId = Strong<struct EngineIdTag, std::uint16_t>;
/// An order of this session, counted from 1. 0 is no order.
using OrderId = Strong<struct OrderIdTag, std::uint64_t>;
/// One review of the risk gate, counted from 1. 0 is none.
using VerdictId = Strong<struct VerdictIdTag, std::uint64_t>;
/// Position of an input in the trading core's list, counted from 1.
using Sequence = Strong<struct SequenceTag, std::uint64_t>;

[[nodiscard]] constexpr Money operator+(Money a, Money b) noexcept
{
    return Money{a.count() + b.count()};
}
[[nodiscard]] constexpr Money operator-(Money a, Money b) noexcept
{
    return Money{a.count() - b.count()};
}
[[nodiscard]] constexpr Money operator-(Money a) noexcept
{
    return Money{-a.count()};
}
constexpr Money& operator+=(Money& a, Money b) noexcept
{
    return a = a + b;
}
constexpr Money& operator-=(Money& a, Money b) noexcept
{
    return a = a - b;
}

/// Whole USDC as money.
[[nodiscard]] constexpr Money usdc(std::int64_t whole) noexcept
{
    return Money{whole * 1'000'000};
}
constexpr std::int64_t kPpmOne = 1'000'000;

} // namespace wick::core
