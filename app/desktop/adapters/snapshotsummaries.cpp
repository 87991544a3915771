// What the strips and the risk dock show of a snapshot.
#include "app/desktop/adapters/corevalues.h"
#include "app/desktop/adapters/inspectionadapter.h"
#include "app/desktop/adapters/snapshotadapter.h"
#include "app/desktop/text/describe.h"
#include "core/base/unreachable.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace wick::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Snapshot)
};

constexpr double kMicro = 1e6;
constexpr qint64 kDayMs = 86'400'000;

double usdc(core::Money value)
{
    return static_cast<double>(value.count()) / kMicro;
}

ModeBadge badgeOf(const session::Snapshot& snapshot)
{
    if (snapshot.mode == session::Mode::Backtest) {
        return ModeBadge::Backtest;
    }
    if (snapshot.mode == session::Mode::Paper || snapshot.profile == session::Profile::Practice) {
        return ModeBadge::Paper;
    }
    return snapshot.profile == session::Profile::Testnet ? ModeBadge::Testnet : ModeBadge::Live;
}

QString nameOf(const session::EngineStatus& engine)
{
    return text(engine.title) + u' ' + shortMarket(text(engine.symbol));
}

LimitUse useOf(const QString& name, double actual, double limit, int decimals, const QString& unit)
{
    const double fraction = limit > 0.0 ? std::max(0.0, actual / limit) : 0.0;
    return {name, number(std::max(0.0, actual), decimals), number(limit, decimals), unit, fraction};
}

LimitUse unlimited(const QString& name, double actual, int decimals, const QString& unit)
{
    return {name,
            number(std::max(0.0, actual), decimals),
            {},
            Words::tr("%1, no limit").arg(unit),
            0.0};
}

/// "Momentum ETH", or the fleet where a halt is for all.
QString halted(const core::Halt& halt, const std::vector<session::EngineStatus>& engines)
{
    const auto found =
        std::find_if(engines.begin(), engines.end(), [&halt](const session::EngineStatus& engine) {
            return halt.engine == engine.id;
        });
    return found == engines.end() ? Words::tr("Fleet") : nameOf(*found);
}

QString haltSentence(core::HaltKind kind, const QString& who)
{
    switch (kind) {
    case core::HaltKind::Daily:
        return Words::tr("%1: day loss, releases 00:00 UTC").arg(who);
    case core::HaltKind::Drawdown:
        return Words::tr("%1: peak drawdown, release needs a reason").arg(who);
    case core::HaltKind::Kill:
        return Words::tr("%1: kill switch, release needs a reason").arg(who);
    case core::HaltKind::Rolling:
        return Words::tr("%1: loss of 24 hours, releases when it is below its limit").arg(who);
    case core::HaltKind::Mismatch:
        return Words::tr("%1: the venue's account differs, release needs a reason").arg(who);
    case core::HaltKind::StateLost:
        return Words::tr("%1: saved limits unreadable, release needs a reason").arg(who);
    case core::HaltKind::LossStreak:
        return Words::tr("%1: losses in a row, releases after 60 minutes").arg(who);
    case core::HaltKind::RejectStreak:
        return Words::tr("%1: rejected orders, releases after 60 minutes").arg(who);
    case core::HaltKind::Slippage:
        return Words::tr("%1: bad fills, releases after 60 minutes").arg(who);
    }
    core::unreachable();
}

QString haltWords(const std::vector<core::Halt>& halts,
                  const std::vector<session::EngineStatus>& engines)
{
    QStringList words;
    for (const core::Halt& halt : halts) {
        words.append(haltSentence(halt.kind, halted(halt, engines)));
    }
    return words.isEmpty() ? Words::tr("None") : words.join(u'\n');
}

StatusCell
cellOf(const QString& id, const QString& label, const QString& value, const QString& detail)
{
    StatusCell cell;
    cell.id = id;
    cell.label = label;
    cell.value = value;
    cell.detail = detail;
    return cell;
}

} // namespace

QString SnapshotAdapter::speedWords() const
{
    if (m_snapshot->finished) {
        return Words::tr("ended");
    }
    if (m_snapshot->warmingUp) {
        return Words::tr("warming up");
    }
    if (m_snapshot->marketPaused) {
        return Words::tr("paused");
    }
    return m_snapshot->speed == session::Speed::Max
               ? Words::tr("max")
               : u"%1×"_s.arg(static_cast<int>(m_snapshot->speed));
}

double SnapshotAdapter::dayLossWithRisk() const
{
    return std::max(0.0, usdc(m_snapshot->openRisk) - usdc(m_snapshot->dayResult));
}

AccountSummary SnapshotAdapter::account() const
{
    AccountSummary account;
    account.badge = badgeOf(*m_snapshot);
    account.source = m_snapshot->profile == session::Profile::Practice
                         ? Words::tr("Practice market · %1").arg(speedWords())
                         : Words::tr("Live prices");
    account.equity = fixedOf(m_snapshot->equity);
    account.dayPnl = fixedOf(m_snapshot->dayResult);
    const double equity = usdc(m_snapshot->equity);
    const double dayStart = equity - usdc(m_snapshot->dayResult);
    account.dayPnlPercent = dayStart > 0.0 ? 100.0 * usdc(m_snapshot->dayResult) / dayStart : 0.0;
    if (m_snapshot->fleetDay.limit != core::kNoLimit) {
        account.dayBudget = {m_snapshot->fleetDay.limit, 6};
        account.dayBudgetUsed = {std::llround(dayLossWithRisk() * kMicro), 6};
    }
    account.openRisk = fixedOf(m_snapshot->openRisk);
    account.openRiskPercent = equity > 0.0 ? 100.0 * usdc(m_snapshot->openRisk) / equity : 0.0;
    for (const session::PositionStatus& position : m_snapshot->positions) {
        const core::Instrument& market = instrument(position.instrument);
        account.positions.push_back(
            {shortMarket(QString::fromStdString(market.symbol())),
             position.side == core::Side::Buy ? RowSide::Long : RowSide::Short,
             fixedOf(position.quantity, market), fixedOf(position.openResult),
             position.stop.has_value()});
    }
    return account;
}

RiskSummary SnapshotAdapter::risk() const
{
    const session::Snapshot& now = *m_snapshot;
    RiskSummary risk;
    risk.leftToLose = leftToLose();
    risk.resetsInMs = kDayMs - millisecondsOf(now.now) % kDayMs;
    addFleetLimits(risk.limits);
    addPositionLimits(risk.limits);
    addEngineLimits(risk.limits);
    risk.halts = haltWords(now.halts, now.engines);
    risk.secondsWithoutStop = static_cast<double>(now.nakedTime.count()) / 1e9;
    risk.refused = refusedToday();
    core::Money ifTaken;
    bool any = false;
    for (const core::Ghost& ghost : now.ghosts) {
        if (hasResult(ghost)
            && millisecondsOf(ghost.time) / kDayMs == millisecondsOf(now.now) / kDayMs) {
            ifTaken += ghost.net;
            any = true;
        }
    }
    if (any) {
        risk.refusedIfTaken = fixedOf(ifTaken);
    }
    return risk;
}

/// Without a day limit all of the equity.
Fixed SnapshotAdapter::leftToLose() const
{
    const core::LossUse& day = m_snapshot->fleetDay;
    if (day.limit == core::kNoLimit) {
        return fixedOf(m_snapshot->equity);
    }
    const double left = static_cast<double>(day.limit) / kMicro - dayLossWithRisk();
    return {std::max<qint64>(0, std::llround(left * kMicro)), 6};
}

void SnapshotAdapter::addFleetLimits(std::vector<LimitUse>& limits) const
{
    const session::Snapshot& now = *m_snapshot;
    const QString money = Words::tr("USDC");
    const QString dayLoss = Words::tr("Day loss incl. open risk");
    limits.push_back(now.fleetDay.limit == core::kNoLimit
                         ? unlimited(dayLoss, dayLossWithRisk(), 1, money)
                         : useOf(dayLoss, dayLossWithRisk(),
                                 static_cast<double>(now.fleetDay.limit) / kMicro, 1, money));
    if (now.fleetPeak.limit != core::kNoLimit) {
        limits.push_back(useOf(Words::tr("Peak drawdown"),
                               static_cast<double>(now.fleetPeak.loss) / kMicro,
                               static_cast<double>(now.fleetPeak.limit) / kMicro, 1, money));
    }
    const double equity = usdc(now.equity);
    const double leverage = equity > 0.0 ? usdc(now.grossNotional) / equity : 0.0;
    limits.push_back(now.limits.maxLeverage == core::kNoLimit
                         ? unlimited(Words::tr("Gross leverage"), leverage, 2, u"×"_s)
                         : useOf(Words::tr("Gross leverage"), leverage,
                                 static_cast<double>(now.limits.maxLeverage) / kMicro, 2, u"×"_s));
}

void SnapshotAdapter::addPositionLimits(std::vector<LimitUse>& limits) const
{
    const session::Snapshot& now = *m_snapshot;
    double largest = 0.0;
    for (const session::PositionStatus& position : now.positions) {
        const core::Money value =
            instrument(position.instrument).notional(position.quantity, position.mark);
        largest = std::max(largest, std::abs(usdc(value)));
    }
    if (now.limits.maxNotional != core::kNoLimit) {
        limits.push_back(useOf(Words::tr("Largest position"), largest,
                               static_cast<double>(now.limits.maxNotional) / kMicro, 0,
                               Words::tr("USDC")));
    }
    if (now.limits.maxOpenPositions != core::kNoLimit) {
        limits.push_back(useOf(Words::tr("Positions"), static_cast<double>(now.positions.size()),
                               static_cast<double>(now.limits.maxOpenPositions), 0, {}));
    }
}

void SnapshotAdapter::addEngineLimits(std::vector<LimitUse>& limits) const
{
    for (const session::EngineStatus& engine : m_snapshot->engines) {
        if (engine.dayUse.limit != core::kNoLimit) {
            limits.push_back(useOf(Words::tr("%1, day loss").arg(nameOf(engine)),
                                   static_cast<double>(engine.dayUse.loss) / kMicro,
                                   static_cast<double>(engine.dayUse.limit) / kMicro, 1,
                                   Words::tr("USDC")));
        }
    }
}

/// The newest first, as many as the dock has room for.
std::vector<RefusedBrief> SnapshotAdapter::refusedToday() const
{
    constexpr std::size_t kMost = 8;
    std::vector<RefusedBrief> refused;
    if (!m_snapshot->signalLog) {
        return refused;
    }
    const auto& log = *m_snapshot->signalLog;
    const qint64 today = millisecondsOf(m_snapshot->now) / kDayMs;
    for (auto signal = log.rbegin(); signal != log.rend() && refused.size() < kMost; ++signal) {
        if (signal->sent || millisecondsOf(signal->time) / kDayMs != today) {
            continue;
        }
        const core::Instrument& market = instrument(signal->instrument);
        QString why = refusalWords(*signal, market);
        if (!why.isEmpty()) {
            why[0] = why[0].toUpper();
        }
        refused.push_back({millisecondsOf(signal->time), shortMarket(text(market.symbol())),
                           sideOf(signal->side), why});
    }
    return refused;
}

StatusSummary SnapshotAdapter::status() const
{
    const session::Snapshot& now = *m_snapshot;
    StatusSummary status;
    status.nowMs = millisecondsOf(now.now);
    StatusCell data;
    data.id = u"data"_s;
    data.dot = true;
    data.tone = Tone::Good;
    data.value = Words::tr("Data live");
    data.detail = Words::tr(
        "The practice market is synthetic. It waits for the engines, so nothing is missed.");
    if (now.finished) {
        data.value = Words::tr("Session ended");
        data.tone = Tone::Secondary;
    } else if (now.warmingUp) {
        data.value = Words::tr("Warming up");
        data.tone = Tone::Warning;
    } else if (now.marketPaused) {
        data.value = Words::tr("Market paused");
        data.tone = Tone::Warning;
    }
    status.cells.push_back(data);
    QStringList closed;
    for (const session::MarketStatus& market : now.markets) {
        if (!market.open) {
            closed.append(
                shortMarket(QString::fromStdString(instrument(market.instrument).symbol())));
        }
    }
    status.cells.push_back(cellOf(
        u"markets"_s, Words::tr("Markets"),
        closed.isEmpty() ? Words::tr("all open") : Words::tr("%1 closed").arg(closed.join(u", "_s)),
        Words::tr("Trading hours of each market, from its instrument file")));
    StatusCell journal = cellOf(u"journal"_s, Words::tr("Journal"), {}, {});
    if (!now.journal.healthy) {
        journal.value = Words::tr("not written");
        journal.tone = Tone::Danger;
        journal.detail = QString::fromStdString(now.journal.problem);
    } else if (now.journal.durable.count() == 0) {
        journal.value = Words::tr("off");
        journal.tone = Tone::Secondary;
        journal.detail = Words::tr("This session keeps no journal.");
    } else {
        journal.value = Words::tr("written %1 s ago")
                            .arg(number(static_cast<double>(now.journal.ageMs) / 1000.0, 1));
        journal.detail =
            Words::tr("%1 of %2 inputs are safe on disk")
                .arg(number(Fixed{static_cast<qint64>(now.journal.durable.count()), 0}),
                     number(Fixed{static_cast<qint64>(now.sequence.count()), 0}));
    }
    status.cells.push_back(journal);
    const auto answering =
        std::count_if(now.engines.begin(), now.engines.end(),
                      [](const session::EngineStatus& engine) { return engine.answering; });
    StatusCell engines =
        cellOf(u"engines"_s, Words::tr("Engines"),
               Words::tr("%1 of %2 answering").arg(answering).arg(now.engines.size()),
               Words::tr("An engine that does not answer is quarantined; its position is closed."));
    engines.tone =
        answering == static_cast<std::ptrdiff_t>(now.engines.size()) ? Tone::Primary : Tone::Danger;
    status.cells.push_back(engines);
    status.cells.push_back(
        cellOf(u"signals"_s, Words::tr("Signals"),
               Words::tr("%1, %2 refused")
                   .arg(number(Fixed{static_cast<qint64>(now.signals), 0}),
                        number(Fixed{static_cast<qint64>(now.refusals), 0})),
               Words::tr("Session digest %1").arg(QString::fromStdString(now.sessionDigest))));
    return status;
}

} // namespace wick::desktop
