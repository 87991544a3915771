#include "core/risk/risklimits.h"

#include "core/base/checked.h"
#include "core/base/decimal.h"
#include "core/base/nearestname.h"
#include "core/base/unreachable.h"

#include <algorithm>
#include <array>
#include <optional>

namespace wick::core {

namespace {

constexpr std::array<std::string_view, 2> kOnCap{"cut", "refuse"};
constexpr std::array<std::string_view, 2> kDayLossFrom{"equity", "balance"};
constexpr std::array<std::string_view, 2> kDrawdownFrom{"peak", "start"};

constexpr std::array<LimitKey, 32> kKeys{{
    {"daily_loss", "Day loss",
     "Open loss, fees and funding count. At the limit: flatten, then no entries until 00:00 UTC.",
     "Account", LimitUnit::Fraction, 1'000, 500'000, true, true, nullptr, &LossLimits::dailyLoss},
    {"rolling_loss", "Loss in 24 hours",
     "Like the day's loss, against the equity of 24 hours ago: midnight does not reset it.",
     "Account", LimitUnit::Fraction, 1'000, 500'000, true, true, nullptr, &LossLimits::rollingLoss},
    {"peak_drawdown", "Peak drawdown",
     "From the highest equity, transfers left out. At the limit: flatten and stop; release needs a "
     "typed reason.",
     "Account", LimitUnit::Fraction, 10'000, 900'000, true, true, nullptr,
     &LossLimits::peakDrawdown},
    {"max_open_positions", "Open positions",
     "Adding to a market you already hold is still allowed.", "Account", LimitUnit::Count, 1, 100,
     true, false, &RiskLimits::maxOpenPositions, nullptr},
    {"open_risk", "Risk open at once",
     "What all stops together may lose, as a share of what is left of the day's budget.", "Account",
     LimitUnit::Fraction, 10'000, 1'000'000, true, false, &RiskLimits::openRisk, nullptr},
    {"loss_streak", "Losses in a row",
     "So many losing trades of an engine in a row pause its entries for 60 minutes.", "Account",
     LimitUnit::Count, 1, 100, true, false, &RiskLimits::lossStreak, nullptr},
    {"trades_per_hour", "Trades an hour", "Of one engine, within any 60 minutes.", "Account",
     LimitUnit::Count, 1, 100, true, false, &RiskLimits::tradesPerHour, nullptr},
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
    {"stage_cap", "Size of a stage",
     "Times the smallest order of the market: for trying a strategy with real but small money.",
     "Per trade", LimitUnit::Multiple, 1'000'000, 1'000'000'000'000, true, false,
     &RiskLimits::stageCap, nullptr},
    {"price_collar_bp", "Price collar", "An order further from the mark than this is refused.",
     "Per trade", LimitUnit::BasisPoints, 100, 200'000, true, false, &RiskLimits::priceCollar,
     nullptr},
    {"cost_ratio", "Stop over costs",
     "How many times its expected costs the stop has to be away from the entry.", "Per trade",
     LimitUnit::Multiple, 1'000'000, 100'000'000, true, false, &RiskLimits::costRatio, nullptr},
    {"on_cap", "Too large an order", "Cut to the room a limit leaves, or refuse.", "Per trade",
     LimitUnit::Choice, 0, 1, false, false, &RiskLimits::onCap, nullptr, kOnCap},
    {"max_leverage", "Gross leverage",
     "All positions divided by equity, in calm markets: wild markets, drawdowns and bad trades "
     "lower it.",
     "Exposure", LimitUnit::Multiple, 100'000, 50'000'000, true, false, &RiskLimits::maxLeverage,
     nullptr},
    {"group_exposure", "Exposure of a group",
     "Markets that move together count as one: a share of equity times leverage.", "Exposure",
     LimitUnit::Fraction, 10'000, 1'000'000, true, false, &RiskLimits::groupExposure, nullptr},
    {"group_loss", "Risk of a group",
     "What the stops of markets that move together may lose, as a share of the day's budget.",
     "Exposure", LimitUnit::Fraction, 10'000, 1'000'000, true, false, &RiskLimits::groupLoss,
     nullptr},
    {"portfolio_vol", "Swing of a day",
     "Usual size of a day's result of all positions together, as a share of equity.", "Exposure",
     LimitUnit::Fraction, 1'000, 500'000, true, false, &RiskLimits::portfolioVol, nullptr},
    {"margin_buffer", "Margin kept back", "Share of the free margin that an order never uses.",
     "Exposure", LimitUnit::Fraction, 0, 900'000, true, false, &RiskLimits::marginBuffer, nullptr},
    {"liquidation_gap", "Gap before liquidation",
     "For markets that close: how far a jump at the opening may go before the position is "
     "liquidated behind its stop.",
     "Exposure", LimitUnit::Fraction, 0, 200'000, true, false, &RiskLimits::liquidationGap,
     nullptr},
    {"max_spread", "Widest spread", "Times the market's usual spread.", "Orders and hours",
     LimitUnit::Multiple, 500'000, 100'000'000, true, false, &RiskLimits::maxSpread, nullptr},
    {"min_depth", "Least depth", "Size within 10 bp of the best price, times the order's size.",
     "Orders and hours", LimitUnit::Multiple, 0, 1'000'000'000, true, false, &RiskLimits::minDepth,
     nullptr},
    {"stale_ms", "Oldest market data",
     "Without news of a market for longer than this there is no entry.", "Orders and hours",
     LimitUnit::Milliseconds, 1'000, 3'600'000, true, false, &RiskLimits::staleMs, nullptr},
    {"clock_skew_ms", "Clock skew", "Between this computer's clock and the venue's.",
     "Orders and hours", LimitUnit::Milliseconds, 10, 60'000, true, false, &RiskLimits::clockSkewMs,
     nullptr},
    {"pre_close_min", "No entries before the close",
     "For markets with trading hours; none leaves the hours unjudged.", "Orders and hours",
     LimitUnit::Minutes, 0, 720, true, false, &RiskLimits::preCloseMin, nullptr},
    {"order_rate", "Entries a minute",
     "Of all engines. Twenty more are kept for exits, stops and cancels.", "Orders and hours",
     LimitUnit::Count, 1, 100, true, false, &RiskLimits::orderRate, nullptr},
    {"reject_streak", "Rejected orders",
     "So many orders of an engine rejected within a minute pause its entries for 60 minutes.",
     "Orders and hours", LimitUnit::Count, 1, 100, true, false, &RiskLimits::rejectStreak, nullptr},
    {"slippage_streak", "Bad fills in a row",
     "So many fills of an engine in a row that are worse than 99 of 100 should be pause its "
     "entries for 60 minutes.",
     "Orders and hours", LimitUnit::Count, 1, 100, true, false, &RiskLimits::slippageStreak,
     nullptr},
    {"day_loss_from", "Day loss counts from",
     "Equity at 00:00 UTC with the open result, or the balance without it.", "Evaluation",
     LimitUnit::Choice, 0, 1, false, false, &RiskLimits::dayLossFrom, nullptr, kDayLossFrom},
    {"drawdown_from", "Drawdown counts from",
     "The highest equity, which trails, or what the account started with.", "Evaluation",
     LimitUnit::Choice, 0, 1, false, false, &RiskLimits::drawdownFrom, nullptr, kDrawdownFrom},
    {"profit_target", "Profit to reach", "Of the start; an evaluation is passed with it.",
     "Evaluation", LimitUnit::Fraction, 1'000, 1'000'000, true, false, &RiskLimits::profitTarget,
     nullptr},
    {"min_days", "Days with a trade", "An evaluation needs at least so many.", "Evaluation",
     LimitUnit::Count, 0, 365, false, false, &RiskLimits::minDays, nullptr},
}};

constexpr std::array<LimitPreset, 5> kPresets{{
    {"wick", "Wick", "The built-in limits.",
     [] {
         return RiskLimits{};
     }},
    {"starter", "Starter", "1 % a trade, 3 % a day, 5 positions.", &RiskLimits::starter},
    {"blueprint", "Blueprint", "1 % a trade, 5 % a day, 15 % from the peak, 30 % a group.",
     &RiskLimits::blueprint},
    {"prop", "Prop evaluation",
     "0.5 % a trade, 5 % a day, 10 % from the start; 10 % to reach on 5 days or more.",
     &RiskLimits::propEvaluation},
    {"open", "Open", "No finite limit: for comparisons with a fixed quantity.", &RiskLimits::open},
}};

constexpr std::string_view kPresetKey = "preset";

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

LimitError
notAChoice(std::string_view key, std::string_view text, const std::vector<std::string>& choices)
{
    return {LimitErrorKind::NotAChoice, std::string{key}, std::string{text},
            nearestName(text, choices), std::string{},    std::string{}};
}

Result<std::int64_t, LimitError>
readValue(const LimitKey& key, std::string_view name, std::string_view text)
{
    LimitError error{LimitErrorKind::NotANumber, std::string{name}, std::string{text}, {}, {}, {}};
    if (key.mayBeNone && text == kNone) {
        return kNoLimit;
    }
    if (key.unit == LimitUnit::Choice) {
        const auto choice = std::find(key.choices.begin(), key.choices.end(), text);
        if (choice == key.choices.end()) {
            return Failure{notAChoice(name, text, {key.choices.begin(), key.choices.end()})};
        }
        return choice - key.choices.begin();
    }
    const auto value = parseScaled(text, decimalsOf(key.unit));
    if (!value) {
        return Failure{error};
    }
    if (*value < key.low || *value > key.high) {
        error.kind = LimitErrorKind::OutOfRange;
        error.low = limitValueText(key, key.low);
        error.high = limitValueText(key, key.high);
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

Result<void, LimitError> setPreset(RiskLimits& limits, std::string_view name)
{
    std::vector<std::string> names;
    for (const auto& preset : kPresets) {
        if (preset.name == name) {
            limits = preset.limits();
            return {};
        }
        names.emplace_back(preset.name);
    }
    return Failure{notAChoice(kPresetKey, name, names)};
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
    limits.fleet = {};
    limits.engine = {};
    return limits;
}

RiskLimits RiskLimits::starter()
{
    RiskLimits limits;
    limits.riskPerTrade = 10'000;
    limits.maxOpenPositions = 5;
    limits.fleet = {30'000, 45'000, 100'000};
    limits.engine = limits.fleet;
    return limits;
}

RiskLimits RiskLimits::blueprint()
{
    RiskLimits limits;
    limits.riskPerTrade = 10'000;
    limits.fleet = {50'000, 75'000, 150'000};
    limits.engine = limits.fleet;
    limits.groupExposure = 300'000;
    return limits;
}

RiskLimits RiskLimits::propEvaluation()
{
    RiskLimits limits;
    limits.riskPerTrade = 5'000;
    limits.fleet = {50'000, kNoLimit, 100'000};
    limits.engine = limits.fleet;
    limits.drawdownFrom = static_cast<std::int64_t>(DrawdownFrom::Start);
    limits.profitTarget = 100'000;
    limits.minDays = 5;
    return limits;
}

std::span<const LimitKey> limitKeys() noexcept
{
    return kKeys;
}

std::span<const LimitPreset> limitPresets() noexcept
{
    return kPresets;
}

Result<void, LimitError> setLimit(RiskLimits& limits, std::string_view key, std::string_view text)
{
    if (key == kPresetKey) {
        return setPreset(limits, text);
    }
    const Found found = find(key);
    if (found.key == nullptr) {
        std::vector<std::string> names{std::string{kPresetKey}};
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

std::string limitValueText(const LimitKey& key, std::int64_t value)
{
    if (value == kNoLimit) {
        return std::string{kNone};
    }
    if (key.unit == LimitUnit::Choice) {
        return std::string{key.choices[static_cast<std::size_t>(value)]};
    }
    return shortestText(value, decimalsOf(key.unit));
}

std::string limitText(const RiskLimits& limits, std::string_view key)
{
    const Found found = find(key);
    if (found.key == nullptr) {
        return {};
    }
    const auto value = readScoped(limits, found);
    return value ? limitValueText(*found.key, *value) : std::string{};
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

namespace {

/// Warns when `key` is at least as large as `other`, so that the other one always bites first.
void warnBeyond(std::vector<LimitWarning>& warnings,
                const RiskLimits& limits,
                std::string_view key,
                std::string_view other,
                std::string_view why)
{
    const Found mine = find(key);
    const Found theirs = find(other);
    const auto large = readScoped(limits, mine);
    const auto small = readScoped(limits, theirs);
    if (*large != kNoLimit && *small != kNoLimit && *large > *small) {
        warnings.push_back({std::string{key}, std::string{other},
                            std::string{key} + " " + limitText(limits, key) + " is more than "
                                + std::string{other} + " " + limitText(limits, other) + ": "
                                + std::string{why}});
    }
}

} // namespace

std::vector<LimitWarning> contradictions(const RiskLimits& limits, std::int64_t risk)
{
    std::vector<LimitWarning> warnings;
    RiskLimits resolved = limits;
    resolved.riskPerTrade = limits.riskPerTrade != 0 ? limits.riskPerTrade : risk;
    warnBeyond(warnings, resolved, "risk_per_trade", "daily_loss",
               "one trade may lose more than a day may.");
    warnBeyond(warnings, resolved, "risk_per_trade", "engine.daily_loss",
               "one trade may lose more than its engine may in a day.");
    for (const std::string_view scope : {"", "engine."}) {
        const std::string prefix{scope};
        warnBeyond(warnings, resolved, prefix + "daily_loss", prefix + "rolling_loss",
                   "the 24 hours bite before the day does.");
        warnBeyond(warnings, resolved, prefix + "daily_loss", prefix + "peak_drawdown",
                   "the drawdown stops trading before the day does.");
        warnBeyond(warnings, resolved, prefix + "rolling_loss", prefix + "peak_drawdown",
                   "the drawdown stops trading before the 24 hours do.");
    }
    for (const std::string_view loss : {"daily_loss", "rolling_loss", "peak_drawdown"}) {
        warnBeyond(warnings, resolved, "engine." + std::string{loss}, loss,
                   "the account is stopped before the engine.");
        for (const auto& market : limits.markets) {
            warnBeyond(warnings, resolved, market.market + "." + std::string{loss}, loss,
                       "the account is stopped before the engine.");
        }
    }
    const std::int64_t day = limits.fleet.dailyLoss;
    if (day != kNoLimit && limits.groupLoss != kNoLimit && resolved.riskPerTrade != kNoLimit
        && partDown(day, limits.groupLoss) < resolved.riskPerTrade)
    {
        warnings.push_back({"group_loss", "risk_per_trade",
                            "group_loss times daily_loss is less than the risk of one trade: every "
                            "trade is cut."});
    }
    return warnings;
}

} // namespace wick::core
