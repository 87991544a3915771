#include "core/engine/envelopecheck.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"
#include "core/risk/exposurerules.h"

#include <algorithm>
#include <cstdlib>

namespace wick::core {

namespace {

/// Lots of an engine that count as exposure: what it holds unless it is leaving, and its entry.
std::int64_t exposedLots(const TradingCore& core, const EngineBook& book)
{
    const bool leaving = core.orders().pending(book.engine, OrderRole::Exit);
    return (leaving ? 0 : std::abs(book.lots)) + core.orders().pendingEntryLots(book.engine);
}

Money exposedValue(const TradingCore& core, const EngineBook& book)
{
    const Price mark = core.lastPrice(book.instrument).value_or(Price{});
    return core.setup().instruments[book.instrument.count()].notional(exposedLots(core, book),
                                                                      mark);
}

bool concerns(const Halt& halt, EngineId engine)
{
    return !halt.engine || *halt.engine == engine;
}

bool halted(const TradingCore& core, HaltKind kind)
{
    const auto halts = core.halts().halts();
    return std::any_of(halts.begin(), halts.end(), [&](const Halt& halt) {
        return !halt.engine && (halt.kind == kind || halt.kind == HaltKind::Kill);
    });
}

} // namespace

std::string_view nameOf(EnvelopeRule rule) noexcept
{
    switch (rule) {
    case EnvelopeRule::SentWhileBlocked:
        return "sent_while_blocked";
    case EnvelopeRule::RiskPerTrade:
        return "risk_per_trade";
    case EnvelopeRule::MarketSize:
        return "max_position";
    case EnvelopeRule::MarketValue:
        return "max_notional";
    case EnvelopeRule::OpenPositions:
        return "max_open_positions";
    case EnvelopeRule::Leverage:
        return "max_leverage";
    case EnvelopeRule::Grown:
        return "grown_beyond_sent";
    case EnvelopeRule::StopWidened:
        return "stop_widened";
    case EnvelopeRule::Unprotected:
        return "unprotected";
    case EnvelopeRule::DayLossUnnoticed:
        return "daily_loss_unnoticed";
    case EnvelopeRule::PeakLossUnnoticed:
        return "peak_drawdown_unnoticed";
    case EnvelopeRule::HeldWhileHalted:
        return "held_while_halted";
    }
    unreachable();
}

void EnvelopeCheck::onSignal(const SignalRecord& signal)
{
    if (signal.order.count() != 0) {
        m_sent.push_back({signal.engine, signal.quantity, signal.reference, signal.signal.stop});
    }
}

void EnvelopeCheck::onOrder(const OrderEvent& event)
{
    if (event.fill && event.role != OrderRole::Entry) {
        const Fill& fill = *event.fill;
        m_exits.push_back(
            {fill.instrument, fill.quantity, (fill.price - fill.decisionPrice) * sign(fill.side)});
    }
}

void EnvelopeCheck::look(const TradingCore& core)
{
    if (m_engines.empty()) {
        m_engines.resize(core.setup().engines.size());
        m_blocked.resize(m_engines.size());
        m_report.from = core.now();
    }
    m_report.to = core.now();
    lookAtDay(core);
    for (const Sent& sent : m_sent) {
        lookAtSent(core, sent);
    }
    m_sent.clear();
    for (const EngineBook& book : core.account().books()) {
        lookAtPosition(core, book);
    }
    lookAtLosses(core);
    for (std::size_t i = 0; i < m_blocked.size(); ++i) {
        m_blocked[i] = core.viewFor(EngineId{static_cast<std::uint16_t>(i)}).halt != nullptr;
    }
    m_lastLook = core.now();
}

void EnvelopeCheck::lookAtSent(const TradingCore& core, const Sent& sent)
{
    const EngineSetup& engine = core.setup().engines[sent.engine.count()];
    const Instrument& instrument = core.setup().instruments[engine.instrument.count()];
    m_engines[sent.engine.count()].sent += sent.quantity.count();
    // A halt that ends with the day ends in the same input as the entry after it is sent.
    if (m_blocked[sent.engine.count()] && core.viewFor(sent.engine).halt != nullptr) {
        found(EnvelopeRule::SentWhileBlocked, sent.engine, core.now(), 0, 1);
    }
    const std::int64_t risk = riskOf(core.limits(), engine);
    const std::int64_t equity = core.account().equity().count();
    if (risk != kNoLimit && sent.stop) {
        const std::int64_t budget = saturate(static_cast<Int128>(equity) * risk / kPpmOne);
        const PriceDelta distance = sent.reference - *sent.stop;
        const Money loss = instrument.notional(sent.quantity, Price{std::abs(distance.count())});
        if (loss.count() > budget) {
            found(EnvelopeRule::RiskPerTrade, sent.engine, core.now(), budget, loss.count());
        }
    }
    lookAtExposure(core, engine.instrument);
}

/// What is held and on its way, at the marks of the moment an entry left.
void EnvelopeCheck::lookAtExposure(const TradingCore& core, InstrumentId market)
{
    const RiskLimits& limits = core.limits();
    Money here;
    Money all;
    std::int64_t lots = 0;
    for (const EngineBook& book : core.account().books()) {
        const Money value = exposedValue(core, book);
        all += value;
        if (book.instrument == market) {
            here += value;
            lots += exposedLots(core, book);
        }
    }
    const std::int64_t most = maxPositionLots(limits, core.setup().instruments[market.count()]);
    if (most != kNoLimit && lots > most) {
        found(EnvelopeRule::MarketSize, std::nullopt, core.now(), most, lots);
    }
    if (limits.maxNotional != kNoLimit && here.count() > limits.maxNotional) {
        found(EnvelopeRule::MarketValue, std::nullopt, core.now(), limits.maxNotional,
              here.count());
    }
    const std::int64_t equity = core.account().equity().count();
    if (limits.maxLeverage != kNoLimit && equity > 0) {
        const std::int64_t leverage =
            saturate(divide(static_cast<Int128>(all.count()) * kPpmOne, equity, Rounding::Up));
        if (leverage > limits.maxLeverage) {
            found(EnvelopeRule::Leverage, std::nullopt, core.now(), limits.maxLeverage, leverage);
        }
    }
}

void EnvelopeCheck::lookAtPosition(const TradingCore& core, const EngineBook& book)
{
    Engine& engine = m_engines[book.engine.count()];
    const bool opened =
        book.lots != 0 && (engine.lots == 0 || (engine.lots > 0) != (book.lots > 0));
    if (book.lots != 0) {
        ++m_report.moments;
        m_report.positions += opened ? 1 : 0;
        if (std::abs(book.lots) > engine.sent) {
            found(EnvelopeRule::Grown, book.engine, core.now(), engine.sent, std::abs(book.lots));
        }
        for (const Halt& halt : core.halts().halts()) {
            const Duration bound =
                std::max(kHaltBound, core.setup().engines[book.engine.count()].base * 2);
            const Duration held = core.now() - halt.since;
            if (concerns(halt, book.engine) && held > bound) {
                found(EnvelopeRule::HeldWhileHalted, book.engine, core.now(), toMilliseconds(bound),
                      toMilliseconds(held));
            }
        }
    } else if (!core.orders().pending(book.engine, OrderRole::Entry)) {
        engine.sent = 0;
    }
    if (opened) {
        engine.stop.reset();
    }
    lookAtProtection(core, book, engine);
    engine.lots = book.lots;
}

void EnvelopeCheck::lookAtProtection(const TradingCore& core,
                                     const EngineBook& book,
                                     Engine& engine)
{
    const OrderRecord* stop = core.orders().at(book.engine, OrderRole::ProtectiveStop);
    if (book.lots == 0) {
        engine.stop.reset();
        engine.nakedSince.reset();
        return;
    }
    if (stop == nullptr) {
        // It was already without one since the look before: that much is certain.
        if (engine.nakedSince) {
            m_report.naked = m_report.naked + (core.now() - *m_lastLook);
        } else {
            engine.nakedSince = core.now();
        }
        const Duration naked = core.now() - *engine.nakedSince;
        m_report.longestNaked = std::max(m_report.longestNaked, naked);
        if (naked > closing::kProtectWithin) {
            found(EnvelopeRule::Unprotected, book.engine, core.now(),
                  toMilliseconds(closing::kProtectWithin), toMilliseconds(naked));
        }
        return;
    }
    engine.nakedSince.reset();
    const std::int64_t side = book.lots > 0 ? 1 : -1;
    if (engine.stop && side * (stop->price - *engine.stop).count() < 0) {
        found(EnvelopeRule::StopWidened, book.engine, core.now(), engine.stop->count(),
              stop->price.count());
    }
    engine.stop = stop->price;
}

void EnvelopeCheck::lookAtLosses(const TradingCore& core)
{
    const auto reached = [](const LossUse& use) {
        return use.limit != kNoLimit && use.loss > 0 && use.loss >= use.limit;
    };
    const LossUse day = core.halts().fleetDay(core.account());
    const LossUse peak = core.halts().fleetPeak(core.account());
    // A payment on the hour comes after the marks were judged; the next look must find a halt.
    const bool dayReached = reached(day) && !halted(core, HaltKind::Daily);
    const bool peakReached = reached(peak) && !halted(core, HaltKind::Drawdown);
    if (dayReached && m_dayReached) {
        found(EnvelopeRule::DayLossUnnoticed, std::nullopt, core.now(), day.limit, day.loss);
    }
    if (peakReached && m_peakReached) {
        found(EnvelopeRule::PeakLossUnnoticed, std::nullopt, core.now(), peak.limit, peak.loss);
    }
    m_dayReached = dayReached;
    m_peakReached = peakReached;
    std::int64_t held = 0;
    for (const Instrument& instrument : core.setup().instruments) {
        const auto& books = core.account().books();
        const bool open = std::any_of(books.begin(), books.end(), [&](const EngineBook& book) {
            return book.instrument == instrument.id() && book.lots != 0;
        });
        held += open ? 1 : 0;
    }
    if (held > m_held && held > core.limits().maxOpenPositions) {
        found(EnvelopeRule::OpenPositions, std::nullopt, core.now(), core.limits().maxOpenPositions,
              held);
    }
    m_held = held;
}

void EnvelopeCheck::lookAtDay(const TradingCore& core)
{
    // A moment of midnight still shows the day before.
    const Timestamp day = floorTo(core.now() - Duration{1}, days(1));
    if (day != m_day) {
        m_day = day;
        m_slippage = Money{};
    }
    for (const Exit& exit : m_exits) {
        const Money slip = core.setup().instruments[exit.instrument.count()].notional(
            exit.quantity, Price{std::max<std::int64_t>(0, exit.adverse.count())});
        m_slippage += slip;
    }
    m_exits.clear();
    const LossUse use = core.halts().fleetDay(core.account());
    WorstDay now{day, Money{use.loss}, std::nullopt, {}, m_slippage};
    if (use.limit != kNoLimit) {
        now.cap = Money{use.limit};
        now.overshoot = std::max(Money{}, now.loss - *now.cap);
    }
    if (use.loss > 0 && (!m_report.worst || now.loss > m_report.worst->loss)) {
        m_report.worst = now;
    } else if (m_report.worst && m_report.worst->day == day) {
        m_report.worst->slippage = m_slippage;
    }
}

void EnvelopeCheck::found(EnvelopeRule rule,
                          std::optional<EngineId> engine,
                          Timestamp at,
                          std::int64_t limit,
                          std::int64_t actual)
{
    for (auto known = m_report.violations.rbegin(); known != m_report.violations.rend(); ++known) {
        if (known->rule == rule && known->engine == engine && known->limit == limit) {
            if (m_lastLook && known->to == *m_lastLook) { // the same stretch goes on
                known->to = at;
                known->actual = std::max(known->actual, actual);
                return;
            }
            break;
        }
    }
    m_report.violations.push_back({rule, engine, at, at, limit, actual});
}

} // namespace wick::core
