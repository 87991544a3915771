#include "core/risk/risklimits.h"

#include "core/base/decimal.h"
#include "core/base/nearestname.h"
#include "core/base/unreachable.h"

#include <algorithm>
#include <array>
#include <optional>

namespace wick::core {

namespace {

constexpr std::array<LimitKey, 12> kKeys{{
    {"daily_loss", "Day loss",
     "Open loss, fees and funding count. At the limit: flatten, then no entries until 00:00 UTC.",
     "Account", LimitUnit::Fraction, 1'000, 500'000, true, true, nullptr, &LossLimits::dailyLoss},
    {"peak_drawdown", "Peak drawdown",
     "From the highest equity, transfers left out. At the limit: flatten and stop; release needs a "
     "typed reason.",
     "Account", LimitUnit::Fraction, 10'000, 900'000, true, true, nullptr,
     &LossLimits::peakDrawdown},
    {"max_open_positions", "Open positions",
     "Adding to a market you already hold is still allowed.", "Account", LimitUnit::Count, 1, 100,
     true, false, &RiskLimits::maxOpenPositions, nullptr},
    {"risk_per_trade", "Risk per trade",
     "What one stop-out costs, with slippage and fees. Whole lots, rounded down. 0 takes the "
     "strategy's own.",
     "Per trade", LimitUnit::Fraction, 0, 100'000, true, false, &RiskLimits::riskPerTrade, nullptr},
    {"max_notional", "Largest position", "Counts orders that are resting or on their way.",
     "Per trade", LimitUnit::Usdc, 10'000'000, 100'000'000'000'000, true, false,
     &RiskLimits::maxNotional, nullptr},
    {"max_position", "Largest size",
     "The same in units of the market; none leaves it to the value above.", "Per trade",
     LimitUnit::BaseUnits, 1'000, 1'000'000'000'000'000, true, false, &RiskLimits::maxPosition,
     nullptr},
    {"price_collar_bp", "Price collar", "An order further from the mark than this is refused.",
     "Per trade", LimitUnit::BasisPoints, 100, 200'000, true, false, &RiskLimits::priceCollar,
     nullptr},
    {"on_cap", "Too large an order", "Cut to the room a limit leaves, or refuse.", "Per trade",
     LimitUnit::Choice, 0, 1, false, false, &RiskLimits::onCap, nullptr},
    {"max_leverage", "Gross leverage",
     "Sizes are cut so that all positions divided by equity stay below.", "Exposure",
     LimitUnit::Multiple, 100'000, 50'000'000, true, false, &RiskLimits::maxLeverage, nullptr},
    {"margin_buffer", "Margin kept back", "Share of the free margin that sizes never use.",
     "Exposure", LimitUnit::Fraction, 0, 900'000, false, false, &RiskLimits::marginBuffer, nullptr},
    {"stale_ms", "Oldest market data",
     "Without news of a market for longer than this there is no entry.", "Orders and hours",
     LimitUnit::Milliseconds, 1'000, 3'600'000, true, false, &RiskLimits::staleMs, nullptr},
    {"pre_close_min", "No entries before the close", "For markets with trading hours.",
     "Orders and hours", LimitUnit::Minutes, 0, 720, false, false, &RiskLimits::preCloseMin,
     nullptr},
}};

int decimalsOf(LimitUnit unit)
{
    switch (unit) {
    case LimitUnit::Fraction:
    case LimitUnit::Multiple:
    case LimitUnit::Usdc:
        return 6;
    case LimitUnit::BasisPoints:
        return 2;
    case LimitUnit::BaseUnits:
        return 9;
    case LimitUnit::Count:
    case LimitUnit::Milliseconds:
    case LimitUnit::Minutes:
    case LimitUnit::Choice:
        return 0;
    }
    unreachable();
}

constexpr std::string_view kNone = "none";

/// A key split at its dot: scope ("", "engine" or a market) and the table's entry.
struct Found
{
    std::string_view scope;
    const LimitKey* key = nullptr;
};

Found find(std::string_view name)
{
    const auto dot = name.find('.');
    const std::string_view scope =
        dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
    const std::string_view bare = dot == std::string_view::npos ? name : name.substr(dot + 1);
    for (const auto& key : kKeys) {
        if (key.key == bare) {
            return {scope, &key};
        }
    }
    return {scope, nullptr};
}

Result<std::int64_t, LimitError>
readValue(const LimitKey& key, std::string_view name, std::string_view text)
{
    LimitError error{LimitErrorKind::NotANumber, std::string{name}, std::string{text}, {}, {}, {}};
    if (key.mayBeNone && text == kNone) {
        return kNoLimit;
    }
    if (key.unit == LimitUnit::Choice) {
        if (text == "cut") {
            return static_cast<std::int64_t>(OnCap::Cut);
        }
        if (text == "refuse") {
            return static_cast<std::int64_t>(OnCap::Refuse);
        }
        return Failure{error};
    }
    const auto value = parseScaled(text, decimalsOf(key.unit));
    if (!value) {
        return Failure{error};
    }
    if (*value < key.low || *value > key.high) {
        error.kind = LimitErrorKind::OutOfRange;
        error.low = limitValueText(key.unit, key.low);
        error.high = limitValueText(key.unit, key.high);
        return Failure{error};
    }
    return *value;
}

LossLimits& overrideOf(RiskLimits& limits, std::string_view market)
{
    for (auto& entry : limits.markets) {
        if (entry.market == market) {
            return entry.limits;
        }
    }
    limits.markets.push_back({std::string{market}, limits.engine});
    std::sort(limits.markets.begin(), limits.markets.end(),
              [](const auto& a, const auto& b) { return a.market < b.market; });
    return overrideOf(limits, market);
}

std::optional<std::int64_t> readScoped(const RiskLimits& limits, const Found& found)
{
    if (!found.key->scoped) {
        return found.scope.empty() ? std::optional{limits.*(found.key->value)} : std::nullopt;
    }
    if (found.scope.empty()) {
        return limits.fleet.*(found.key->loss);
    }
    if (found.scope == "engine") {
        return limits.engine.*(found.key->loss);
    }
    return limits.forEngineOn(found.scope).*(found.key->loss);
}

} // namespace

const LossLimits& RiskLimits::forEngineOn(std::string_view base) const
{
    for (const auto& entry : markets) {
        if (entry.market == base) {
            return entry.limits;
        }
    }
    return engine;
}

RiskLimits RiskLimits::open()
{
    RiskLimits limits;
    for (const auto& key : kKeys) {
        if (key.mayBeNone && key.value != nullptr) {
            limits.*(key.value) = kNoLimit;
        }
    }
    limits.marginBuffer = 0;
    limits.preCloseMin = 0;
    limits.fleet = {};
    limits.engine = {};
    return limits;
}

RiskLimits RiskLimits::starter()
{
    RiskLimits limits;
    limits.riskPerTrade = 10'000;
    limits.maxOpenPositions = 5;
    limits.fleet.dailyLoss = 30'000;
    limits.engine = limits.fleet;
    return limits;
}

std::span<const LimitKey> limitKeys() noexcept
{
    return kKeys;
}

Result<void, LimitError> setLimit(RiskLimits& limits, std::string_view key, std::string_view text)
{
    const Found found = find(key);
    if (found.key == nullptr) {
        std::vector<std::string> names;
        for (const auto& known : kKeys) {
            names.emplace_back(known.key);
        }
        const auto dot = key.find('.');
        const auto bare = dot == std::string_view::npos ? key : key.substr(dot + 1);
        return Failure{LimitError{LimitErrorKind::UnknownKey,
                                  std::string{key},
                                  std::string{text},
                                  nearestName(bare, names),
                                  {},
                                  {}}};
    }
    if (!found.scope.empty() && !found.key->scoped) {
        return Failure{LimitError{LimitErrorKind::NoScope,
                                  std::string{key},
                                  std::string{text},
                                  std::string{found.key->key},
                                  {},
                                  {}}};
    }
    const auto value = readValue(*found.key, key, text);
    if (!value) {
        return Failure{value.error()};
    }
    if (!found.key->scoped) {
        limits.*(found.key->value) = *value;
    } else if (found.scope.empty()) {
        limits.fleet.*(found.key->loss) = *value;
    } else if (found.scope == "engine") {
        limits.engine.*(found.key->loss) = *value;
    } else {
        overrideOf(limits, found.scope).*(found.key->loss) = *value;
    }
    return {};
}

std::string limitValueText(LimitUnit unit, std::int64_t value)
{
    if (value == kNoLimit) {
        return std::string{kNone};
    }
    if (unit == LimitUnit::Choice) {
        return value == static_cast<std::int64_t>(OnCap::Cut) ? "cut" : "refuse";
    }
    return shortestText(value, decimalsOf(unit));
}

std::string limitText(const RiskLimits& limits, std::string_view key)
{
    const Found found = find(key);
    if (found.key == nullptr) {
        return {};
    }
    const auto value = readScoped(limits, found);
    return value ? limitValueText(found.key->unit, *value) : std::string{};
}

std::vector<std::string> storedKeys(const RiskLimits& limits)
{
    std::vector<std::string> keys;
    for (const auto& key : kKeys) {
        keys.emplace_back(key.key);
        if (key.scoped) {
            keys.push_back("engine." + std::string{key.key});
            for (const auto& market : limits.markets) {
                keys.push_back(market.market + "." + std::string{key.key});
            }
        }
    }
    return keys;
}

} // namespace wick::core
