// What the strips and the risk dock show of a snapshot.
#include "app/desktop/adapters/snapshotadapter.h"
#include "app/desktop/text/describe.h"

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

QString haltWords(const std::vector<core::Halt>& halts,
                  const std::vector<session::EngineStatus>& engines)
{
    QStringList words;
    for (const core::Halt& halt : halts) {
        QString who = Words::tr("Fleet");
        for (const session::EngineStatus& engine : engines) {
            if (halt.engine == engine.id) {
                who = QString::fromStdString(engine.title) + u' '
                      + shortMarket(QString::fromStdString(engine.symbol));
            }
        }
        switch (halt.kind) {
        case core::HaltKind::Daily:
            words.append(Words::tr("%1: day loss, releases 00:00 UTC").arg(who));
            break;
        case core::HaltKind::Drawdown:
            words.append(Words::tr("%1: peak drawdown, release needs a reason").arg(who));
            break;
        case core::HaltKind::Kill:
            words.append(Words::tr("%1: kill switch, release needs a reason").arg(who));
            break;
        }
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
    const bool hasDayLimit = now.fleetDay.limit != core::kNoLimit;
    const double dayLimit = static_cast<double>(now.fleetDay.limit) / kMicro;
    risk.leftToLose =
        hasDayLimit
            ? Fixed{std::max<qint64>(0, std::llround((dayLimit - dayLossWithRisk()) * kMicro)), 6}
            : fixedOf(now.equity);
    risk.resetsInMs = kDayMs - millisecondsOf(now.now) % kDayMs;
    const QString money = Words::tr("USDC");
    risk.limits.push_back(
        hasDayLimit
            ? useOf(Words::tr("Day loss incl. open risk"), dayLossWithRisk(), dayLimit, 1, money)
            : unlimited(Words::tr("Day loss incl. open risk"), dayLossWithRisk(), 1, money));
    if (now.fleetPeak.limit != core::kNoLimit) {
        risk.limits.push_back(useOf(Words::tr("Peak drawdown"),
                                    static_cast<double>(now.fleetPeak.loss) / kMicro,
                                    static_cast<double>(now.fleetPeak.limit) / kMicro, 1, money));
    }
    const double equity = usdc(now.equity);
    const double leverage = equity > 0.0 ? usdc(now.grossNotional) / equity : 0.0;
    risk.limits.push_back(now.limits.maxLeverage == core::kNoLimit
                              ? unlimited(Words::tr("Gross leverage"), leverage, 2, u"×"_s)
                              : useOf(Words::tr("Gross leverage"), leverage,
                                      static_cast<double>(now.limits.maxLeverage) / kMicro, 2,
                                      u"×"_s));
    double largest = 0.0;
    for (const session::PositionStatus& position : now.positions) {
        const core::Money value =
            instrument(position.instrument).notional(position.quantity, position.mark);
        largest = std::max(largest, std::abs(usdc(value)));
    }
    if (now.limits.maxNotional != core::kNoLimit) {
        risk.limits.push_back(useOf(Words::tr("Largest position"), largest,
                                    static_cast<double>(now.limits.maxNotional) / kMicro, 0,
                                    money));
    }
    if (now.limits.maxOpenPositions != core::kNoLimit) {
        risk.limits.push_back(useOf(Words::tr("Positions"),
                                    static_cast<double>(now.positions.size()),
                                    static_cast<double>(now.limits.maxOpenPositions), 0, {}));
    }
    for (const session::EngineStatus& engine : now.engines) {
        if (engine.dayUse.limit != core::kNoLimit) {
            const QString name = Words::tr("%1 %2, day loss")
                                     .arg(QString::fromStdString(engine.title),
                                          shortMarket(QString::fromStdString(engine.symbol)));
            risk.limits.push_back(useOf(name, static_cast<double>(engine.dayUse.loss) / kMicro,
                                        static_cast<double>(engine.dayUse.limit) / kMicro, 1,
                                        money));
        }
    }
    risk.halts = haltWords(now.halts, now.engines);
    risk.secondsWithoutStop = static_cast<double>(now.nakedTime.count()) / 1e9;
    if (now.signalLog) {
        constexpr std::size_t kMost = 8;
        const qint64 today = millisecondsOf(now.now) / kDayMs;
        for (auto signal = now.signalLog->rbegin();
             signal != now.signalLog->rend() && risk.refused.size() < kMost; ++signal)
        {
            if (!signal->sent && millisecondsOf(signal->time) / kDayMs == today) {
                const core::Instrument& market = instrument(signal->instrument);
                QString why = refusalWords(*signal, market);
                if (!why.isEmpty()) {
                    why[0] = why[0].toUpper();
                }
                risk.refused.push_back(
                    {millisecondsOf(signal->time),
                     shortMarket(QString::fromStdString(market.symbol())),
                     signal->side == core::Side::Buy ? RowSide::Long : RowSide::Short, why});
            }
        }
    }
    return risk;
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
