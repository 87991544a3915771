#include "core/risk/haltstate.h"

#include "core/base/checked.h"
#include "core/base/unreachable.h"

#include <algorithm>
#include <limits>

namespace wick::core {

namespace {

constexpr Money kNever{std::numeric_limits<std::int64_t>::min()};
constexpr Duration kSampleEvery = minutes(5);
constexpr Duration kPause = minutes(60);
constexpr Duration kWithinHour{hours(1).count() - 1}; ///< what is an hour old is over
constexpr Duration kDrawdownRest = hours(24);
constexpr std::int64_t kHalf = kPpmOne / 2;

/// `fraction` of `base`, rounded up: a loss is whole micro-USDC, so reaching the exact value means
/// this.
Money share(Money base, std::int64_t fraction) noexcept
{
    return Money{partUp(base.count(), fraction)};
}

/// `amount` scaled by what a transfer does to the equity it is taken from, rounded up (D.10).
Money scaled(Money amount, Money before, Money after) noexcept
{
    return Money{saturate(
        divide(static_cast<Int128>(amount.count()) * after.count(), before.count(), Rounding::Up))};
}

/// A mark of the account at a transfer: scaled; after a withdrawal of everything there is none, and
/// a deposit into nothing begins a new one.
Money scaledMark(Money mark, Money before, Money after) noexcept
{
    return before.count() <= 0 ? after : std::max(Money{}, scaled(mark, before, after));
}

/// An engine's fall at a transfer: scaled like the mark it counts against.
Money scaledFall(Money fall, Money before, Money after) noexcept
{
    return before.count() <= 0 ? fall : std::max(Money{}, scaled(fall, before, after));
}

const Reason& reasonOf(HaltKind kind) noexcept
{
    switch (kind) {
    case HaltKind::Daily:
        return reasons::kHaltedDaily;
    case HaltKind::Drawdown:
        return reasons::kHaltedDrawdown;
    case HaltKind::Kill:
        return reasons::kHaltedKill;
    case HaltKind::Rolling:
        return reasons::kHaltedRolling;
    case HaltKind::Mismatch:
        return reasons::kHaltedMismatch;
    case HaltKind::StateLost:
        return reasons::kHaltedStateLost;
    case HaltKind::LossStreak:
        return reasons::kPausedLosses;
    case HaltKind::RejectStreak:
        return reasons::kPausedRejects;
    case HaltKind::Slippage:
        return reasons::kPausedSlippage;
    }
    unreachable();
}

/// What of a limit a scope has used: fires when the loss is the limit or more.
bool reached(const LossUse& use) noexcept
{
    return use.limit != kNoLimit && use.loss > 0 && use.loss >= use.limit;
}

/// How many of these times are not older than `age`.
std::int64_t recent(const RingBuffer<Timestamp>& times, Timestamp now, Duration age) noexcept
{
    std::int64_t count = 0;
    for (std::size_t i = times.size(); i > 0 && now - times[i - 1] <= age; --i) {
        ++count;
    }
    return count;
}

} // namespace

bool isLatched(HaltKind kind) noexcept
{
    return kind == HaltKind::Drawdown || kind == HaltKind::Kill || kind == HaltKind::Mismatch
           || kind == HaltKind::StateLost;
}

bool flattens(HaltKind kind) noexcept
{
    return kind == HaltKind::Daily || kind == HaltKind::Rolling || kind == HaltKind::Drawdown
           || kind == HaltKind::Kill;
}

bool isPause(HaltKind kind) noexcept
{
    return kind == HaltKind::LossStreak || kind == HaltKind::RejectStreak
           || kind == HaltKind::Slippage;
}

std::string_view describe(ReleaseRefusal refusal) noexcept
{
    switch (refusal) {
    case ReleaseRefusal::NothingToRelease:
        return "There is no such halt.";
    case ReleaseRefusal::NoReason:
        return "A release needs a typed reason.";
    case ReleaseRefusal::TooEarly:
        return "A drawdown halt can be released 24 hours after it fired.";
    }
    unreachable();
}

HaltState::HaltState(const RiskLimits& limits,
                     std::span<const Instrument> instruments,
                     const Account& account,
                     Timestamp start,
                     const RiskState* saved)
    : m_instruments(instruments)
    , m_engines(account.books().size())
    , m_nextSample(floorTo(start, kSampleEvery) + kSampleEvery)
    , m_day(floorTo(start, days(1)))
    , m_dayStart(account.equity())
    , m_highWaterMark(account.equity())
    , m_truePeak(account.equity())
    , m_startEquity(account.equity())
{
    // Every kind for every engine and for the fleet: adding one takes nothing from the heap.
    m_halts.reserve((m_engines.size() + 1) * static_cast<std::size_t>(kLastHaltKind));
    if (saved != nullptr) {
        restore(*saved, account, start);
    } else {
        sample(account);
    }
    setLimits(limits, account);
    setDue(start);
}

/// Everything as it was left; time that passed since then is a time without a position.
void HaltState::restore(const RiskState& saved, const Account& account, Timestamp start)
{
    m_day = saved.day;
    m_dayStart = saved.dayStart;
    m_dayTransfers = saved.dayTransfers;
    m_highWaterMark = saved.highWaterMark;
    m_truePeak = saved.truePeak;
    m_startEquity = saved.startEquity;
    m_riskFactor = saved.riskFactor;
    m_drawdownAtRelease = saved.drawdownAtRelease;
    for (const Money equity : saved.equities) {
        m_samples.push(equity);
    }
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        const EngineRiskState& from = saved.engines[i];
        EngineScope& scope = m_engines[i];
        const Money result = account.books()[i].result();
        scope.dayStart = result - from.dayResult;
        scope.best = result + from.fall;
        scope.trueBest = result + from.trueFall;
        scope.fallAtRelease = from.fallAtRelease;
        scope.riskFactor = from.riskFactor;
        scope.stage = from.stage;
        scope.lossStreak = from.lossStreak;
        scope.slipStreak = from.slipStreak;
        for (const Timestamp at : from.trades) {
            scope.trades.push(at);
        }
        for (const Timestamp at : from.rejects) {
            scope.rejects.push(at);
        }
        for (const Money since : from.since) {
            scope.samples.push(result + since);
        }
    }
    // The five-minute marks that nobody took: nothing was held.
    const std::int64_t missed =
        (floorTo(start, kSampleEvery) - floorTo(saved.at, kSampleEvery)).count()
        / kSampleEvery.count();
    for (std::int64_t i = 0; i < std::min<std::int64_t>(missed, kSamples); ++i) {
        sample(account);
    }
    for (const auto& halt : saved.halts) {
        std::optional<EngineId> engine;
        if (halt.engine && *halt.engine >= m_engines.size()) {
            continue; // of an engine that is not part of this session
        }
        if (halt.engine) {
            engine = EngineId{static_cast<std::uint16_t>(*halt.engine)};
        }
        m_halts.push_back({halt.kind, engine, halt.since, halt.limit, halt.loss,
                           reasonOf(halt.kind), halt.until});
    }
}

void HaltState::remember(RiskState& state, Timestamp now, const Account& account) const
{
    state.at = now;
    state.equity = account.equity();
    state.day = m_day;
    state.dayStart = m_dayStart;
    state.dayTransfers = m_dayTransfers;
    state.highWaterMark = m_highWaterMark;
    state.truePeak = m_truePeak;
    state.startEquity = m_startEquity;
    state.riskFactor = m_riskFactor;
    state.drawdownAtRelease = m_drawdownAtRelease;
    state.equities.clear();
    for (std::size_t i = 0; i < m_samples.size(); ++i) {
        state.equities.push_back(m_samples[i]);
    }
    state.halts.clear();
    for (const auto& halt : m_halts) {
        std::optional<std::size_t> engine;
        if (halt.engine) {
            engine = halt.engine->count();
        }
        state.halts.push_back({halt.kind, engine, halt.since, halt.until, halt.limit, halt.loss});
    }
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        const EngineScope& scope = m_engines[i];
        EngineRiskState& into = state.engines[i];
        const Money result = account.books()[i].result();
        into.dayResult = result - scope.dayStart;
        into.fall = scope.best - result;
        into.trueFall = scope.trueBest - result;
        into.fallAtRelease = scope.fallAtRelease;
        into.riskFactor = scope.riskFactor;
        into.stage = scope.stage;
        into.lossStreak = scope.lossStreak;
        into.slipStreak = scope.slipStreak;
        into.trades.clear();
        into.rejects.clear();
        into.since.clear();
        for (std::size_t k = 0; k < scope.trades.size(); ++k) {
            if (now - scope.trades[k] <= hours(1)) {
                into.trades.push_back(scope.trades[k]);
            }
        }
        for (std::size_t k = 0; k < scope.rejects.size(); ++k) {
            if (now - scope.rejects[k] <= minutes(1)) {
                into.rejects.push_back(scope.rejects[k]);
            }
        }
        for (std::size_t k = 0; k < scope.samples.size(); ++k) {
            into.since.push_back(scope.samples[k] - result);
        }
    }
}

void HaltState::setLimits(const RiskLimits& limits, const Account& account)
{
    const auto bounds = [](const LossLimits& loss) {
        return loss.dailyLoss != kNoLimit || loss.rollingLoss != kNoLimit
               || loss.peakDrawdown != kNoLimit;
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

/// What the largest drawdown counts from.
Money HaltState::peakReference() const noexcept
{
    return m_limits.drawdownFrom == static_cast<std::int64_t>(DrawdownFrom::Start)
               ? m_startEquity
               : m_highWaterMark;
}

// A floor is a filter: at or below it the uses are looked at exactly. It may be too high, which
// only costs time, and never too low.

void HaltState::refreshFloor()
{
    m_floor = kNever;
    const auto raise = [this](Money reference, Money cap) {
        m_floor = std::max(m_floor, reference - std::max(cap, Money{1}));
    };
    const LossLimits& limits = m_limits.fleet;
    if (limits.dailyLoss != kNoLimit) {
        raise(m_dayStart + m_dayTransfers, dayCap(limits.dailyLoss));
    }
    if (limits.rollingLoss != kNoLimit) {
        raise(m_samples.oldest(), share(m_samples.oldest(), limits.rollingLoss));
    }
    if (limits.peakDrawdown != kNoLimit) {
        raise(peakReference(), share(peakReference(), limits.peakDrawdown));
    }
}

void HaltState::refreshFloor(EngineScope& scope)
{
    scope.floor = kNever;
    const auto raise = [&scope](Money reference, Money cap) {
        scope.floor = std::max(scope.floor, reference - std::max(cap, Money{1}));
    };
    const LossLimits& limits = scope.limits;
    if (limits.dailyLoss != kNoLimit) {
        raise(scope.dayStart, dayCap(limits.dailyLoss));
    }
    if (limits.rollingLoss != kNoLimit) {
        raise(scope.samples.oldest(), share(m_samples.oldest(), limits.rollingLoss));
    }
    if (limits.peakDrawdown != kNoLimit) {
        raise(scope.best, share(peakReference(), limits.peakDrawdown));
    }
}

void HaltState::refreshFloors()
{
    refreshFloor();
    for (auto& scope : m_engines) {
        refreshFloor(scope);
    }
}

// ── Time passes

void HaltState::settle(Timestamp now, const Account& account, std::vector<Halt>& released)
{
    rollDay(now, account);
    if (now >= m_nextSample) {
        sample(account);
        m_nextSample = floorTo(now, kSampleEvery) + kSampleEvery;
        regainRisk(account);
        refreshFloors();
    }
    releaseDue(now, account, released);
    setDue(now);
}

void HaltState::setDue(Timestamp now) noexcept
{
    if (m_day < floorTo(now, days(1))) {
        m_due = now; // midnight passed while nothing ran: settled before anything else
        return;
    }
    m_due = m_nextSample;
    for (const auto& halt : m_halts) {
        if (halt.until != Timestamp{}) {
            m_due = std::min(m_due, halt.until);
        }
    }
}

void HaltState::sample(const Account& account)
{
    m_samples.push(account.equity());
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        m_engines[i].samples.push(account.books()[i].result());
    }
}

void HaltState::rollDay(Timestamp now, const Account& account)
{
    const Timestamp day = floorTo(now, days(1));
    if (day <= m_day) {
        return;
    }
    m_day = day;
    m_dayStart = m_limits.dayLossFrom == static_cast<std::int64_t>(DayLossFrom::Balance)
                     ? account.balance()
                     : account.equity();
    m_dayTransfers = Money{};
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        m_engines[i].dayStart = account.books()[i].result();
    }
    refreshFloors();
}

/// Half the risk after a drawdown is the whole again once half of the fall is made up.
void HaltState::regainRisk(const Account& account)
{
    if (m_riskFactor != kPpmOne && drawdown(account) * 2 <= m_drawdownAtRelease) {
        m_riskFactor = kPpmOne;
    }
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        EngineScope& scope = m_engines[i];
        const Money fall = scope.trueBest - account.books()[i].result();
        if (scope.riskFactor != kPpmOne && fall.count() * 2 <= scope.fallAtRelease.count()) {
            scope.riskFactor = kPpmOne;
        }
    }
}

bool HaltState::over(const Halt& halt, Timestamp now, const Account& account) const
{
    switch (halt.kind) {
    case HaltKind::Daily:
    case HaltKind::Rolling: {
        const bool passes =
            !reached(halt.engine ? engineRolling(account, *halt.engine) : fleetRolling(account));
        return passes && (halt.kind == HaltKind::Rolling || halt.since < m_day);
    }
    case HaltKind::LossStreak:
    case HaltKind::RejectStreak:
    case HaltKind::Slippage:
        return now >= halt.until;
    case HaltKind::Drawdown:
    case HaltKind::Kill:
    case HaltKind::Mismatch:
    case HaltKind::StateLost:
        return false;
    }
    unreachable();
}

/// What was counted up to a pause counts anew after it.
void HaltState::endStreak(EngineScope& scope, HaltKind kind)
{
    scope.lossStreak = kind == HaltKind::LossStreak ? 0 : scope.lossStreak;
    scope.slipStreak = kind == HaltKind::Slippage ? 0 : scope.slipStreak;
    if (kind == HaltKind::RejectStreak) {
        scope.rejects.clear();
    }
}

void HaltState::releaseDue(Timestamp now, const Account& account, std::vector<Halt>& released)
{
    for (std::size_t i = 0; i < m_halts.size();) {
        if (!over(m_halts[i], now, account)) {
            ++i;
            continue;
        }
        const Halt halt = m_halts[i];
        m_halts.erase(m_halts.begin() + static_cast<std::ptrdiff_t>(i));
        if (halt.engine) {
            endStreak(m_engines[halt.engine->count()], halt.kind);
        }
        released.push_back(halt);
    }
}

// ── Limits fire

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
    m_truePeak = std::max(m_truePeak, equity);
    m_highWaterMark = std::max(m_highWaterMark, equity);
    fireLoss(HaltKind::Daily, std::nullopt, fleetDay(account), now, fired);
    fireLoss(HaltKind::Rolling, std::nullopt, fleetRolling(account), now, fired);
    fireLoss(HaltKind::Drawdown, std::nullopt, fleetPeak(account), now, fired);
    refreshFloor();
}

void HaltState::judgeEngine(Timestamp now,
                            const Account& account,
                            EngineId engine,
                            std::vector<Halt>& fired)
{
    EngineScope& scope = m_engines[engine.count()];
    const Money result = account.book(engine).result();
    scope.trueBest = std::max(scope.trueBest, result);
    scope.best = std::max(scope.best, result);
    fireLoss(HaltKind::Daily, engine, engineDay(account, engine), now, fired);
    fireLoss(HaltKind::Rolling, engine, engineRolling(account, engine), now, fired);
    fireLoss(HaltKind::Drawdown, engine, enginePeak(account, engine), now, fired);
    refreshFloor(scope);
}

void HaltState::fireLoss(HaltKind kind,
                         std::optional<EngineId> engine,
                         const LossUse& use,
                         Timestamp now,
                         std::vector<Halt>& fired)
{
    if (reached(use) && !halted(kind, engine)) {
        fire({kind, engine, now, Money{use.limit}, Money{use.loss}, reasonOf(kind)}, fired);
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
        if (book.cash + worst <= m_engines[book.engine.count()].floor) {
            return true;
        }
        equity += worst - book.value;
    }
    return equity <= m_floor;
}

void HaltState::onOpened(EngineId engine, Timestamp now)
{
    m_engines[engine.count()].trades.push(now);
}

void HaltState::onClosed(EngineId engine, Money result, Timestamp now, std::vector<Halt>& fired)
{
    EngineScope& scope = m_engines[engine.count()];
    if (halted(HaltKind::LossStreak, engine)) {
        return; // it begins anew after the pause
    }
    scope.lossStreak = result.count() < 0 ? scope.lossStreak + 1 : 0;
    if (scope.lossStreak >= m_limits.lossStreak) {
        pause(HaltKind::LossStreak, engine, now, fired);
    }
}

void HaltState::onRejected(EngineId engine, Timestamp now, std::vector<Halt>& fired)
{
    EngineScope& scope = m_engines[engine.count()];
    scope.rejects.push(now);
    if (recent(scope.rejects, now, minutes(1)) >= m_limits.rejectStreak) {
        pause(HaltKind::RejectStreak, engine, now, fired);
    }
}

void HaltState::onFilled(EngineId engine, bool bad, Timestamp now, std::vector<Halt>& fired)
{
    EngineScope& scope = m_engines[engine.count()];
    if (halted(HaltKind::Slippage, engine)) {
        return;
    }
    scope.slipStreak = bad ? scope.slipStreak + 1 : 0;
    if (scope.slipStreak >= m_limits.slippageStreak) {
        pause(HaltKind::Slippage, engine, now, fired);
    }
}

void HaltState::pause(HaltKind kind, EngineId engine, Timestamp now, std::vector<Halt>& fired)
{
    if (!halted(kind, engine)) {
        fire({kind, engine, now, {}, {}, reasonOf(kind), now + kPause}, fired);
        m_due = std::min(m_due, now + kPause);
    }
}

HaltState::CalmRange HaltState::calmRange(const Account& account, EngineId engine) const noexcept
{
    const EngineScope& scope = m_engines[engine.count()];
    const Money others = account.equity() - account.book(engine).result();
    const Money asEquity = scope.floor == kNever ? kNever : scope.floor + others;
    return {std::max(m_floor, asEquity), std::min(m_highWaterMark, scope.best + others)};
}

bool HaltState::steady() const noexcept
{
    const auto whole = [](const EngineScope& scope) {
        return scope.riskFactor == kPpmOne && scope.limits.rollingLoss == kNoLimit;
    };
    return m_halts.empty() && m_riskFactor == kPpmOne && m_limits.fleet.rollingLoss == kNoLimit
           && std::all_of(m_engines.begin(), m_engines.end(), whole);
}

void HaltState::note(Money equity, Money result)
{
    m_samples.push(equity);
    m_engines.front().samples.push(result);
    m_nextSample = m_nextSample + kSampleEvery;
    m_due = m_nextSample;
}

void HaltState::kill(Timestamp now, std::vector<Halt>& fired)
{
    if (!halted(HaltKind::Kill, std::nullopt)) {
        fire({HaltKind::Kill, std::nullopt, now, {}, {}, reasons::kHaltedKill}, fired);
    }
}

void HaltState::mismatch(std::optional<EngineId> engine, Timestamp now, std::vector<Halt>& fired)
{
    if (!halted(HaltKind::Mismatch, engine)) {
        fire({HaltKind::Mismatch, engine, now, {}, {}, reasons::kHaltedMismatch}, fired);
    }
}

void HaltState::stateLost(Timestamp now, std::vector<Halt>& fired)
{
    if (!halted(HaltKind::StateLost, std::nullopt)) {
        fire({HaltKind::StateLost, std::nullopt, now, {}, {}, reasons::kHaltedStateLost}, fired);
    }
}

// ── What operators and transfers do

Result<void, ReleaseRefusal> HaltState::release(HaltKind kind,
                                                std::optional<EngineId> engine,
                                                std::string_view why,
                                                Timestamp now,
                                                const Account& account)
{
    const auto found = std::find_if(m_halts.begin(), m_halts.end(), [&](const Halt& halt) {
        return halt.kind == kind && halt.engine == engine;
    });
    if (found == m_halts.end()) {
        return Failure{ReleaseRefusal::NothingToRelease};
    }
    if (why.find_first_not_of(" \t\n") == std::string_view::npos) {
        return Failure{ReleaseRefusal::NoReason};
    }
    if (kind == HaltKind::Drawdown && now - found->since < kDrawdownRest) {
        return Failure{ReleaseRefusal::TooEarly};
    }
    m_halts.erase(found);
    rebase(kind, engine, account);
    refreshFloors();
    setDue(now);
    return {};
}

/// Without a new reference the limit would fire again at the next mark.
void HaltState::rebase(HaltKind kind, std::optional<EngineId> engine, const Account& account)
{
    const auto lower = [](EngineScope& scope) {
        scope.stage = scope.stage == Stage::Full ? Stage::Small : Stage::Pennies;
    };
    EngineScope* const scope = engine ? &m_engines[engine->count()] : nullptr;
    const Money equity = account.equity();
    switch (kind) {
    case HaltKind::Drawdown:
        if (scope != nullptr) {
            const Money result = account.book(*engine).result();
            scope->best = result;
            scope->riskFactor = kHalf;
            scope->fallAtRelease = scope->trueBest - result;
            lower(*scope);
            return;
        }
        m_highWaterMark = equity;
        m_startEquity = equity;
        m_riskFactor = kHalf;
        m_drawdownAtRelease = std::max<std::int64_t>(0, drawdown(account));
        std::for_each(m_engines.begin(), m_engines.end(), lower);
        return;
    case HaltKind::Daily:
        if (scope != nullptr) {
            scope->dayStart = account.book(*engine).result();
            return;
        }
        m_dayStart = equity;
        m_dayTransfers = Money{};
        return;
    case HaltKind::Rolling: {
        RingBuffer<Money>& samples = scope != nullptr ? scope->samples : m_samples;
        const Money now = scope != nullptr ? account.book(*engine).result() : equity;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] = std::min(samples[i], now);
        }
        return;
    }
    case HaltKind::LossStreak:
    case HaltKind::RejectStreak:
    case HaltKind::Slippage:
        if (scope != nullptr) {
            endStreak(*scope, kind);
        }
        return;
    case HaltKind::Kill:
    case HaltKind::Mismatch:
    case HaltKind::StateLost:
        return;
    }
    unreachable();
}

void HaltState::transfer(Money amount, const Account& before)
{
    const Money equity = before.equity();
    const Money after = equity + amount;
    m_highWaterMark = scaledMark(m_highWaterMark, equity, after);
    m_truePeak = scaledMark(m_truePeak, equity, after);
    m_startEquity = scaledMark(m_startEquity, equity, after);
    for (std::size_t i = 0; i < m_samples.size(); ++i) {
        m_samples[i] = scaledMark(m_samples[i], equity, after);
    }
    for (std::size_t i = 0; i < m_engines.size(); ++i) {
        EngineScope& scope = m_engines[i];
        const Money result = before.books()[i].result();
        scope.best = result + scaledFall(scope.best - result, equity, after);
        scope.trueBest = result + scaledFall(scope.trueBest - result, equity, after);
        scope.fallAtRelease = scaledFall(scope.fallAtRelease, equity, after);
        for (std::size_t k = 0; k < scope.samples.size(); ++k) {
            const Money since = scope.samples[k] - result;
            scope.samples[k] =
                equity.count() <= 0 ? scope.samples[k] : result + scaled(since, equity, after);
        }
    }
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

// ── What is used of each limit

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

LossUse HaltState::fleetRolling(const Account& account) const noexcept
{
    const std::int64_t limit = m_limits.fleet.rollingLoss;
    const Money then = m_samples.oldest();
    return {limit == kNoLimit ? kNoLimit : share(then, limit).count(),
            (then - account.equity()).count()};
}

LossUse HaltState::engineRolling(const Account& account, EngineId engine) const noexcept
{
    const EngineScope& scope = m_engines[engine.count()];
    const std::int64_t limit = scope.limits.rollingLoss;
    return {limit == kNoLimit ? kNoLimit : share(m_samples.oldest(), limit).count(),
            (scope.samples.oldest() - account.book(engine).result()).count()};
}

LossUse HaltState::fleetPeak(const Account& account) const noexcept
{
    const std::int64_t limit = m_limits.fleet.peakDrawdown;
    return {limit == kNoLimit ? kNoLimit : share(peakReference(), limit).count(),
            (peakReference() - account.equity()).count()};
}

LossUse HaltState::enginePeak(const Account& account, EngineId engine) const noexcept
{
    const EngineScope& scope = m_engines[engine.count()];
    const std::int64_t limit = scope.limits.peakDrawdown;
    return {limit == kNoLimit ? kNoLimit : share(peakReference(), limit).count(),
            (scope.best - account.book(engine).result()).count()};
}

CountUse HaltState::lossStreak(EngineId engine) const noexcept
{
    return {m_limits.lossStreak, m_engines[engine.count()].lossStreak};
}

CountUse HaltState::slipStreak(EngineId engine) const noexcept
{
    return {m_limits.slippageStreak, m_engines[engine.count()].slipStreak};
}

CountUse HaltState::rejects(EngineId engine, Timestamp now) const noexcept
{
    return {m_limits.rejectStreak, recent(m_engines[engine.count()].rejects, now, minutes(1))};
}

CountUse HaltState::trades(EngineId engine, Timestamp now) const noexcept
{
    return {m_limits.tradesPerHour, recent(m_engines[engine.count()].trades, now, kWithinHour)};
}

std::int64_t HaltState::riskFactor(EngineId engine) const noexcept
{
    const EngineScope& scope = m_engines[engine.count()];
    const std::int64_t stage = scope.stage == Stage::Full ? kPpmOne : kHalf;
    return partDown(partDown(m_riskFactor, scope.riskFactor), stage);
}

std::int64_t HaltState::drawdown(const Account& account) const noexcept
{
    if (m_truePeak.count() <= 0) {
        return -1;
    }
    const Int128 fall = static_cast<Int128>((m_truePeak - account.equity()).count()) * kPpmOne;
    return std::clamp<std::int64_t>(saturate(divide(fall, m_truePeak.count(), Rounding::Up)), 0,
                                    kPpmOne);
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
