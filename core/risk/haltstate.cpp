#include "core/risk/haltstate.h"

#include "core/base/checked.h"

#include <algorithm>
#include <limits>

namespace wick::core {

namespace {

constexpr Money kNever{std::numeric_limits<std::int64_t>::min()};

/// `fraction` of `base`, rounded up: a loss is whole micro-USDC, so reaching the exact value means
/// this.
Money share(Money base, std::int64_t fraction) noexcept
{
    return Money{
        saturate(divide(static_cast<Int128>(base.count()) * fraction, kPpmOne, Rounding::Up))};
}

/// `mark` scaled by what a transfer did to the equity it was taken from, rounded up (D.10).
Money scaled(Money mark, Money before, Money amount) noexcept
{
    if (before.count() <= 0) {
        return before + amount;
    }
    const Int128 product = static_cast<Int128>(mark.count()) * (before + amount).count();
    return Money{saturate(divide(product, before.count(), Rounding::Up))};
}

} // namespace

HaltState::HaltState(const RiskLimits& limits,
                     std::span<const Instrument> instruments,
                     const Account& account,
                     Timestamp start)
    : m_instruments(instruments)
    , m_engines(account.books().size())
    , m_day(floorTo(start, days(1)))
    , m_dayStart(account.equity())
    , m_highWaterMark(account.equity())
{
    m_halts.reserve(2 * m_engines.size() + 3); // two kinds an engine, three for the fleet
    setLimits(limits, account);
}

void HaltState::setLimits(const RiskLimits& limits, const Account& account)
{
    const auto bounds = [](const LossLimits& loss) {
        return loss.dailyLoss != kNoLimit || loss.peakDrawdown != kNoLimit;
    };
    m_limits = limits;
    m_bounded = bounds(limits.fleet);
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        const auto& instrument = m_instruments[account.books()[i].instrument.count()];
        m_engines[i].limits = limits.forEngineOn(instrument.base());
        m_bounded = m_bounded || bounds(m_engines[i].limits);
    }
    refreshFloors();
}

Money HaltState::dayCap(std::int64_t limit) const noexcept
{
    // Money that came in today does not widen the cap; money that left narrows it.
    const Money after = m_dayStart + m_dayTransfers;
    return share(m_dayStart.count() <= 0 ? after : std::min(m_dayStart, after), limit);
}

void HaltState::refreshPeakFloor()
{
    const std::int64_t limit = m_limits.fleet.peakDrawdown;
    m_peakFloor = limit == kNoLimit ? kNever : m_highWaterMark - share(m_highWaterMark, limit);
}

void HaltState::refreshFloors()
{
    const std::int64_t daily = m_limits.fleet.dailyLoss;
    m_dayFloor = daily == kNoLimit ? kNever : m_dayStart + m_dayTransfers - dayCap(daily);
    refreshPeakFloor();
    for (auto& scope : m_engines) {
        const auto& limits = scope.limits;
        scope.dayFloor =
            limits.dailyLoss == kNoLimit ? kNever : scope.dayStart - dayCap(limits.dailyLoss);
        scope.peakFloor =
            limits.peakDrawdown == kNoLimit ? kNever : scope.best - dayCap(limits.peakDrawdown);
    }
}

bool HaltState::rollDay(Timestamp now, const Account& account)
{
    const Timestamp day = floorTo(now, days(1));
    if (day <= m_day) {
        return false;
    }
    m_day = day;
    m_dayStart = account.equity();
    m_dayTransfers = Money{};
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        m_engines[i].dayStart = account.books()[i].result();
    }
    refreshFloors();
    const auto before = m_halts.size();
    std::erase_if(m_halts, [](const Halt& halt) { return halt.kind == HaltKind::Daily; });
    return m_halts.size() != before;
}

void HaltState::judge(Timestamp now, const Account& account, std::vector<Halt>& fired)
{
    judgeFleet(now, account, fired);
    for (const auto& book : account.books()) {
        judgeEngine(now, account, book.engine, fired);
    }
}

void HaltState::judgeFleet(Timestamp now, const Account& account, std::vector<Halt>& fired)
{
    const Money equity = account.equity();
    if (equity > m_highWaterMark) {
        m_highWaterMark = equity;
        refreshPeakFloor();
        return;
    }
    if (equity <= m_dayFloor && !halted(HaltKind::Daily, std::nullopt)) {
        const LossUse use = fleetDay(account);
        fire({HaltKind::Daily, std::nullopt, now, Money{use.limit}, Money{use.loss},
              reasons::kHaltedDaily},
             fired);
    }
    if (equity <= m_peakFloor && m_highWaterMark.count() > 0
        && !halted(HaltKind::Drawdown, std::nullopt))
    {
        const LossUse use = fleetPeak(account);
        fire({HaltKind::Drawdown, std::nullopt, now, Money{use.limit}, Money{use.loss},
              reasons::kHaltedDrawdown},
             fired);
    }
}

void HaltState::judgeEngine(Timestamp now,
                            const Account& account,
                            EngineId engine,
                            std::vector<Halt>& fired)
{
    EngineScope& scope = m_engines[engine.count()];
    const Money result = account.book(engine).result();
    if (result > scope.best) {
        if (scope.peakFloor != kNever) {
            scope.peakFloor += result - scope.best;
        }
        scope.best = result;
        return;
    }
    if (result <= scope.dayFloor && !halted(HaltKind::Daily, engine)) {
        const LossUse use = engineDay(account, engine);
        fire({HaltKind::Daily, engine, now, Money{use.limit}, Money{use.loss},
              reasons::kHaltedDaily},
             fired);
    }
    if (result <= scope.peakFloor && !halted(HaltKind::Drawdown, engine)) {
        const LossUse use = enginePeak(account, engine);
        fire({HaltKind::Drawdown, engine, now, Money{use.limit}, Money{use.loss},
              reasons::kHaltedDrawdown},
             fired);
    }
}

bool HaltState::halted(HaltKind kind, std::optional<EngineId> engine) const noexcept
{
    return std::any_of(m_halts.begin(), m_halts.end(), [&](const Halt& halt) {
        return halt.kind == kind && halt.engine == engine;
    });
}

void HaltState::fire(Halt halt, std::vector<Halt>& fired)
{
    m_halts.push_back(halt);
    fired.push_back(halt);
}

bool HaltState::floorWithin(const Account& account, std::span<const MarketSlice> bars) const
{
    Money equity = account.equity();
    for (const auto& book : account.books()) {
        if (book.lots == 0) {
            continue;
        }
        Money worst = book.value;
        for (const auto& slice : bars) {
            if (slice.instrument == book.instrument) {
                const Price price = book.lots > 0 ? slice.bar->low : slice.bar->high;
                worst = m_instruments[book.instrument.count()].notional(book.lots, price);
            }
        }
        const EngineScope& scope = m_engines[book.engine.count()];
        const Money result = book.cash + worst;
        if (result <= scope.dayFloor || result <= scope.peakFloor) {
            return true;
        }
        equity += worst - book.value;
    }
    return equity <= m_dayFloor || equity <= m_peakFloor;
}

HaltState::CalmRange HaltState::calmRange(const Account& account, EngineId engine) const noexcept
{
    const EngineScope& scope = m_engines[engine.count()];
    const Money others = account.equity() - account.book(engine).result();
    const Money floor = std::max(scope.dayFloor, scope.peakFloor);
    const Money asEquity = floor == kNever ? kNever : floor + others;
    return {std::max({m_dayFloor, m_peakFloor, asEquity}),
            std::min(m_highWaterMark, scope.best + others), m_bounded};
}

void HaltState::kill(Timestamp now, std::vector<Halt>& fired)
{
    if (!halted(HaltKind::Kill, std::nullopt)) {
        fire({HaltKind::Kill, std::nullopt, now, {}, {}, reasons::kHaltedKill}, fired);
    }
}

bool HaltState::release(HaltKind kind, std::optional<EngineId> engine, const Account& account)
{
    const auto before = m_halts.size();
    std::erase_if(m_halts,
                  [&](const Halt& halt) { return halt.kind == kind && halt.engine == engine; });
    if (m_halts.size() == before) {
        return false;
    }
    // Without a new reference the limit would fire again at the next mark.
    if (kind == HaltKind::Drawdown && engine) {
        m_engines[engine->count()].best = account.book(*engine).result();
    } else if (kind == HaltKind::Drawdown) {
        m_highWaterMark = account.equity();
    } else if (kind == HaltKind::Daily && engine) {
        m_engines[engine->count()].dayStart = account.book(*engine).result();
    } else if (kind == HaltKind::Daily) {
        m_dayStart = account.equity();
        m_dayTransfers = Money{};
    }
    refreshFloors();
    return true;
}

void HaltState::transfer(Money amount, const Account& before)
{
    const Money equity = before.equity();
    m_highWaterMark = scaled(m_highWaterMark, equity, amount);
    m_dayTransfers += amount;
    refreshFloors();
}

const Reason* HaltState::blocks(EngineId engine) const noexcept
{
    for (const auto& halt : m_halts) {
        if (!halt.engine || *halt.engine == engine) {
            return &halt.reason;
        }
    }
    return nullptr;
}

LossUse HaltState::fleetDay(const Account& account) const noexcept
{
    const std::int64_t limit = m_limits.fleet.dailyLoss;
    return {limit == kNoLimit ? kNoLimit : dayCap(limit).count(), -dayResult(account).count()};
}

LossUse HaltState::engineDay(const Account& account, EngineId engine) const noexcept
{
    const std::int64_t limit = m_engines[engine.count()].limits.dailyLoss;
    return {limit == kNoLimit ? kNoLimit : dayCap(limit).count(),
            -engineDayResult(account, engine).count()};
}

LossUse HaltState::fleetPeak(const Account& account) const noexcept
{
    const std::int64_t limit = m_limits.fleet.peakDrawdown;
    return {limit == kNoLimit ? kNoLimit : share(m_highWaterMark, limit).count(),
            (m_highWaterMark - account.equity()).count()};
}

LossUse HaltState::enginePeak(const Account& account, EngineId engine) const noexcept
{
    const EngineScope& scope = m_engines[engine.count()];
    const std::int64_t limit = scope.limits.peakDrawdown;
    return {limit == kNoLimit ? kNoLimit : dayCap(limit).count(),
            (scope.best - account.book(engine).result()).count()};
}

Money HaltState::dayResult(const Account& account) const noexcept
{
    return account.equity() - m_dayStart - m_dayTransfers;
}

Money HaltState::engineDayResult(const Account& account, EngineId engine) const noexcept
{
    return account.book(engine).result() - m_engines[engine.count()].dayStart;
}

} // namespace wick::core
