#include "core/backtest/tradefigures.h"

#include "core/backtest/trademeasures.h"
#include "core/base/unreachable.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace wick::core {

namespace {

constexpr double kZ95 = 1.959963984540054;
constexpr std::size_t kResamples = 2'000;
constexpr std::size_t kFewestTrades = 20;   ///< for an interval of the mean
constexpr std::size_t kMostCounted = 2'000; ///< tries beyond which the longest run is estimated
constexpr double kEuler = 0.5772156649015329;
constexpr double kMicro = 1e6;

[[nodiscard]] double toUsdc(Money money) noexcept
{
    return static_cast<double>(money.count()) / kMicro;
}

[[nodiscard]] Figure meanOf(std::span<const double> values, Missing otherwise)
{
    if (values.empty()) {
        return otherwise;
    }
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

[[nodiscard]] Figure qualityNumber(std::span<const double> rs, double mean)
{
    if (rs.size() < 2) {
        return Missing::TooFewTrades;
    }
    const double squares = std::accumulate(rs.begin(), rs.end(), 0.0, [mean](double sum, double r) {
        return sum + (r - mean) * (r - mean);
    });
    const double deviation = std::sqrt(squares / static_cast<double>(rs.size() - 1));
    if (!(deviation > 0.0)) {
        return Missing::NoVariation;
    }
    return std::sqrt(std::min(static_cast<double>(rs.size()), 100.0)) * mean / deviation;
}

[[nodiscard]] EdgeVerdict verdictOf(std::size_t count, const std::optional<Interval>& interval)
{
    if (count < kFewestTrades || !interval) {
        return EdgeVerdict::TooFewTrades;
    }
    if (interval->contains(0.0)) {
        return EdgeVerdict::NoEdge;
    }
    return interval->low > 0.0 ? EdgeVerdict::Gain : EdgeVerdict::Loss;
}

/// The value that this share of the ascending values is at or below.
[[nodiscard]] double rankOf(std::span<const double> sorted, double share)
{
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size()) - 1e-9));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

[[nodiscard]] double medianOf(std::span<const double> sorted)
{
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
}

/// Money shares that need both winners and losers, or one of them.
void fillShares(ResultFigures& figures)
{
    const auto count = static_cast<double>(figures.trades);
    const double p = static_cast<double>(figures.wins) / count;
    figures.winRate = p;
    figures.winInterval = wilsonInterval(figures.wins, figures.trades);
    figures.averageWin = figures.wins == 0
                             ? Figure{Missing::NoWins}
                             : toUsdc(figures.grossWin) / static_cast<double>(figures.wins);
    figures.averageLoss = figures.losses == 0
                              ? Figure{Missing::NoLosses}
                              : toUsdc(figures.grossLoss) / static_cast<double>(figures.losses);
    figures.expectancyMoney = toUsdc(figures.grossWin - figures.grossLoss) / count;
    if (figures.grossLoss.count() == 0) {
        figures.profitFactor = figures.payoff = figures.kelly = Missing::NoLosses;
        return;
    }
    figures.profitFactor = toUsdc(figures.grossWin) / toUsdc(figures.grossLoss);
    if (figures.wins == 0) {
        figures.payoff = figures.kelly = Missing::NoWins;
        return;
    }
    const double payoff = figures.averageWin.value() / figures.averageLoss.value();
    figures.payoff = payoff;
    figures.kelly = p - (1.0 - p) / payoff;
}

[[nodiscard]] bool isWin(const TradeRow& trade) noexcept
{
    return trade.net().count() > 0;
}

/// Opening or closing of a position, for a walk through time; closings come first.
struct Change
{
    Timestamp at;
    Money by;
};

[[nodiscard]] std::vector<Change> changesOf(std::span<const TradeRow> closed,
                                            std::span<const TradeRow> open,
                                            std::span<const Instrument> instruments)
{
    std::vector<Change> changes;
    for (const auto trades : {closed, open}) {
        for (const TradeRow& trade : trades) {
            const Money value = entryNotional(trade, instruments[trade.instrument.count()]);
            changes.push_back({trade.entryTime, value});
            if (!trade.open) {
                changes.push_back({trade.exitTime, -value});
            }
        }
    }
    std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
        return a.at != b.at ? a.at < b.at : a.by < b.by;
    });
    return changes;
}

} // namespace

std::string_view describe(EdgeVerdict verdict) noexcept
{
    switch (verdict) {
    case EdgeVerdict::TooFewTrades:
        return "Too few trades to say anything";
    case EdgeVerdict::NoEdge:
        return "No edge shown on this data";
    case EdgeVerdict::Gain:
        return "The mean result is above zero on this data; other data may differ";
    case EdgeVerdict::Loss:
        return "The mean result is below zero on this data";
    }
    unreachable();
}

Interval wilsonInterval(std::size_t wins, std::size_t count) noexcept
{
    const auto n = static_cast<double>(count);
    const double p = static_cast<double>(wins) / n;
    const double square = kZ95 * kZ95;
    const double centre = p + square / (2.0 * n);
    const double half = kZ95 * std::sqrt(p * (1.0 - p) / n + square / (4.0 * n * n));
    const double scale = 1.0 + square / n;
    return {std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

Interval bootstrapMean(std::span<const double> values, RandomSource random)
{
    std::vector<double> means(kResamples);
    for (double& mean : means) {
        double sum = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            sum += values[random.below(values.size())];
        }
        mean = sum / static_cast<double>(values.size());
    }
    std::sort(means.begin(), means.end());
    return {rankOf(means, 0.025), rankOf(means, 0.975)};
}

double expectedLongestRun(std::size_t count, double share)
{
    constexpr double negligible = 1e-12;
    if (share <= 0.0 || count == 0) {
        return 0.0;
    }
    if (share >= 1.0) {
        return static_cast<double>(count);
    }
    if (count > kMostCounted) { // Schilling, "The Longest Run of Heads", 1990
        const double step = -std::log(share);
        return (std::log(static_cast<double>(count) * (1.0 - share)) + kEuler) / step - 0.5;
    }
    double expected = 0.0;
    for (std::size_t length = 1; length <= count; ++length) {
        // none[m]: chance that m tries hold no run of this length
        std::vector<double> none(count + 1, 1.0);
        const double run = std::pow(share, static_cast<double>(length));
        none[length] = 1.0 - run;
        for (std::size_t m = length + 1; m <= count; ++m) {
            none[m] = none[m - 1] - (1.0 - share) * run * none[m - length - 1];
        }
        const double atLeast = 1.0 - none[count];
        if (atLeast < negligible) {
            break;
        }
        expected += atLeast;
    }
    return expected;
}

ResultFigures resultFigures(std::span<const TradeRow> trades, RandomSource random)
{
    ResultFigures figures;
    figures.trades = trades.size();
    if (trades.empty()) {
        return figures; // every figure starts as NoTrades
    }
    std::vector<double> rs;
    std::vector<double> nets;
    for (const TradeRow& trade : trades) {
        if (isWin(trade)) {
            ++figures.wins;
            figures.grossWin += trade.net();
        } else {
            ++figures.losses;
            figures.grossLoss -= trade.net();
        }
        nets.push_back(toUsdc(trade.net()));
        if (const auto r = rMultiple(trade)) {
            rs.push_back(*r);
        }
    }
    fillShares(figures);
    figures.expectancyR = meanOf(rs, Missing::NoRisk);
    figures.sqn =
        rs.empty() ? Figure{Missing::NoRisk} : qualityNumber(rs, figures.expectancyR.value());
    if (nets.size() > 1) {
        figures.expectancyMoneyInterval = bootstrapMean(nets, random.split(1));
    }
    if (rs.size() > 1) {
        figures.expectancyRInterval = bootstrapMean(rs, random.split(2));
    }
    figures.verdict = rs.empty() ? verdictOf(nets.size(), figures.expectancyMoneyInterval)
                                 : verdictOf(rs.size(), figures.expectancyRInterval);
    return figures;
}

StreakFigures streakFigures(std::span<const TradeRow> trades)
{
    StreakFigures figures;
    if (trades.empty()) {
        return figures;
    }
    std::size_t wins = 0;
    std::size_t winRun = 0;
    std::size_t lossRun = 0;
    for (const TradeRow& trade : trades) {
        const bool win = isWin(trade);
        wins += win ? 1 : 0;
        winRun = win ? winRun + 1 : 0;
        lossRun = win ? 0 : lossRun + 1;
        figures.longestWin = std::max(figures.longestWin, winRun);
        figures.longestLoss = std::max(figures.longestLoss, lossRun);
    }
    const double share = static_cast<double>(wins) / static_cast<double>(trades.size());
    figures.expectedWin = expectedLongestRun(trades.size(), share);
    figures.expectedLoss = expectedLongestRun(trades.size(), 1.0 - share);
    return figures;
}

ExcursionFigures excursionFigures(std::span<const TradeRow> trades,
                                  std::span<const Instrument> instruments)
{
    std::vector<double> adverseR;
    std::vector<double> favourableR;
    std::vector<double> adverseBp;
    std::vector<double> favourableBp;
    std::vector<double> stops;
    std::vector<double> targets;
    for (const TradeRow& trade : trades) {
        const Instrument& instrument = instruments[trade.instrument.count()];
        const double worst = toUsdc(excursionTo(trade.worst, trade, instrument));
        const double best = toUsdc(excursionTo(trade.best, trade, instrument));
        const double value = toUsdc(entryNotional(trade, instrument));
        const double result = toUsdc(trade.pricePnl);
        if (value > 0.0) {
            adverseBp.push_back(worst / value * 1e4);
            favourableBp.push_back(best / value * 1e4);
        }
        if (trade.initialRisk.count() > 0) {
            adverseR.push_back(worst / toUsdc(trade.initialRisk));
            favourableR.push_back(best / toUsdc(trade.initialRisk));
        }
        if (result < 0.0 && worst < 0.0) {
            stops.push_back(1.0 - result / worst);
        }
        if (result > 0.0 && best > 0.0) {
            targets.push_back(result / best);
        }
    }
    const Missing risk = trades.empty() ? Missing::NoTrades : Missing::NoRisk;
    return {meanOf(adverseR, risk),
            meanOf(favourableR, risk),
            meanOf(adverseBp, Missing::NoTrades),
            meanOf(favourableBp, Missing::NoTrades),
            meanOf(stops, trades.empty() ? Missing::NoTrades : Missing::NoLosses),
            meanOf(targets, trades.empty() ? Missing::NoTrades : Missing::NoWins)};
}

HoldingFigures holdingFigures(std::span<const TradeRow> trades)
{
    HoldingFigures figures;
    if (trades.empty()) {
        return figures;
    }
    std::vector<double> held;
    for (const TradeRow& trade : trades) {
        held.push_back(static_cast<double>((trade.exitTime - trade.entryTime).count())
                       / static_cast<double>(hours(1).count()));
    }
    std::sort(held.begin(), held.end());
    figures.mean = meanOf(held, Missing::NoTrades);
    figures.median = medianOf(held);
    figures.fifth = rankOf(held, 0.05);
    figures.ninetyFifth = rankOf(held, 0.95);
    figures.longest = held.back();
    return figures;
}

AmbiguityFigures ambiguityFigures(std::span<const TradeRow> trades, Money balance)
{
    AmbiguityFigures figures{0, balance, balance};
    for (const TradeRow& trade : trades) {
        if (!trade.ambiguous) {
            continue;
        }
        ++figures.trades;
        const Money change = trade.otherPricePnl - trade.pricePnl;
        figures.best += std::max(Money{}, change);
        figures.worst += std::min(Money{}, change);
    }
    return figures;
}

LeverageFigures leverageFigures(std::span<const TradeRow> closed,
                                std::span<const TradeRow> open,
                                std::span<const Instrument> instruments,
                                const EquityCurve& curve)
{
    const std::vector<Change> changes = changesOf(closed, open, instruments);
    Money gross;
    double highest = 0.0;
    double area = 0.0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        gross += changes[i].by;
        const Money equity = curve.at(changes[i].at);
        if (equity.count() <= 0) {
            return {Missing::NotPositive, Missing::NotPositive};
        }
        const Timestamp until = i + 1 < changes.size() ? changes[i + 1].at : curve.end;
        if (until > changes[i].at) {
            const double leverage = toUsdc(gross) / toUsdc(equity);
            highest = std::max(highest, leverage);
            area += leverage * static_cast<double>((until - changes[i].at).count());
        }
    }
    const auto whole = static_cast<double>((curve.end - curve.start).count());
    return {whole > 0.0 ? area / whole : 0.0, highest};
}

} // namespace wick::core
