#pragma once

#include "core/io/history/candletable.h"
#include "core/strategy/strategycatalog.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wick::test {

/// Candles of one market with the instrument they belong to.
struct ReplayMarket
{
    core::Instrument instrument;
    io::CandleSeries candles;
};

/// The practice market's first minutes of a base: always there, the same on every machine.
[[nodiscard]] ReplayMarket practiceMarket(const std::string& base, std::size_t bars);

/// The first recorded minutes of a base, at most `bars`; nothing where the shared data is not
/// there.
[[nodiscard]] std::optional<ReplayMarket> recordedMarket(const std::string& base, std::size_t bars);

/// The bases a strategy is to be tried on: those it is made for, or ETH when it takes any.
[[nodiscard]] std::vector<std::string> basesOf(const core::Strategy& strategy);

/// A strategy with some of its parameters set.
struct Variant
{
    std::string name;
    std::shared_ptr<const core::Strategy> strategy;
};

/// Every strategy of the catalog with its defaults, and once with each of its choices and flags set
/// to each value that is not the default.
[[nodiscard]] std::vector<Variant> everyVariant();

} // namespace wick::test
