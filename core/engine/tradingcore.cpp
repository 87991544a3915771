#include "core/engine/tradingcore.h"

#include "core/base/unreachable.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

namespace wick::core {

namespace {

constexpr Duration kApprovalLifetime = seconds(15);
static_assert(closing::kForgetEntryAfter >= kApprovalLifetime + closing::kAnswerWithin);

constexpr Reason kUnexpectedEntry{"UNEXPECTED_ENTRY",
                                  "An entry that was given up filled after all; it is closed."};

std::vector<InstrumentId> marketsOf(const CoreSetup& setup)
{
    std::vector<InstrumentId> markets;
    for (const auto& engine : setup.engines) {
        markets.push_back(engine.instrument);
    }
    return markets;
}

std::vector<std::string> keysOf(const CoreSetup& setup)
{
    std::vector<std::string> keys;
    for (const auto& engine : setup.engines) {
        keys.push_back(engine.name + ' ' + setup.instruments[engine.instrument.count()].symbol());
    }
    return keys;
}

/// The setup with what was saved put in the order of its engines and at its time.
CoreSetup continued(CoreSetup setup)
{
    if (setup.risk) {
        RiskState state = arranged(std::move(*setup.risk), keysOf(setup));
        setup.balance = state.equity;
        setup.risk =
            state.at > setup.start ? movedTo(std::move(state), setup.start) : std::move(state);
    }
    return setup;
}

constexpr std::size_t kMostSends = 128; ///< a minute: more than any rate allows

void restoreFactors(RiskFactors& factors, const CoreSetup& setup)
{
    for (const auto& saved : setup.risk->markets) {
        for (const auto& instrument : setup.instruments) {
            if (instrument.symbol() == saved.symbol) {
                factors.restore(instrument.id(), saved.leverage, saved.trades);
            }
        }
    }
}

} // namespace

TradingCore::TradingCore(CoreSetup setup, CoreListener* listener, RiskStateSink* keeper)
    : m_setup(continued(std::move(setup)))
    , m_listener(listener)
    , m_riskKeeper(keeper)
    , m_clock(m_setup.start)
    , m_limits(m_setup.limits)
    , m_account(m_setup.balance, m_setup.instruments, marketsOf(m_setup))
    , m_halts(m_limits,
              m_setup.instruments,
              m_account,
              m_setup.start,
              m_setup.risk ? &*m_setup.risk : nullptr)
    , m_factors(m_setup.instruments, m_setup.start)
    , m_gate(m_clock, standardRules(), kApprovalLifetime)
    , m_venue(m_clock, m_setup.instruments, marketsOf(m_setup), m_setup.fill, m_setup.path)
    , m_keeper(m_setup.engines.size())
    , m_ledger(m_setup.instruments, m_setup.engines.size())
    , m_desks(m_setup.engines.size())
    , m_steps(m_setup.engines.size())
    , m_entriesSent(kMostSends)
    , m_othersSent(kMostSends)
    , m_nextHour(floorTo(m_setup.start, hours(1)) + hours(1))
    , m_nextDay(floorTo(m_setup.start, days(1)) + days(1))
{
    for (const auto& instrument : m_setup.instruments) {
        m_markets.emplace_back();
        for (const auto& engine : m_setup.engines) {
            if (engine.instrument == instrument.id()) {
                m_markets.back().base = engine.base;
            }
        }
    }
    for (std::size_t i = 0; i < m_desks.size(); ++i) {
        Desk& desk = m_desks[i];
        desk.engine = EngineId{static_cast<std::uint16_t>(i)};
        m_steps[i].engine = desk.engine;
        desk.fills.reserve(16);
        desk.risk = riskOf(m_limits, m_setup.engines[i]);
        m_pathWanted =
            m_pathWanted || m_setup.engines[i].strategy->describe().wake == Wake::EveryStep;
    }
    if (!m_setup.faults.empty()) {
        m_faults = std::make_unique<FaultyVenue>(m_clock, m_venue, m_setup.faults);
    }
    m_draining.reserve(32);
    m_fired.reserve(8);
    m_released.reserve(8);
    if (m_setup.risk) {
        restoreFactors(m_factors, m_setup);
        restoreConditions(*m_setup.risk);
    }
    lookAtLimits();
    refreshFactors(m_setup.start);
    if (m_setup.riskLost) {
        m_halts.stateLost(m_setup.start, m_fired);
    }
    m_nextDue = std::min(m_nextHour, m_halts.due());
}

const Instrument& TradingCore::instrumentOf(EngineId engine) const noexcept
{
    return m_setup.instruments[m_setup.engines[engine.count()].instrument.count()];
}

std::optional<Price> TradingCore::lastPrice(InstrumentId instrument) const noexcept
{
    return m_markets[instrument.count()].last;
}

// ── The market moves
// ─────────────────────────────────────────────────────────────────────────────────

std::span<const Step> TradingCore::onMarket(const MarketStep& step)
{
    ++m_sequence;
    advance(step.time);
    for (const auto& slice : step.slices) {
        takeSlice(slice);
    }
    judge();
    settle(step.time);
    if (m_anyNaked) {
        closeUnprotected();
    }
    if (m_anyClosing) {
        pursueClosings();
    }
    refreshDesks();
    refreshSteps(step);
    return m_steps;
}

void TradingCore::onHistory(InstrumentId instrument, std::span<const ClosedBar> bars)
{
    Market& market = m_markets[instrument.count()];
    for (const auto& bar : bars) {
        market.volatility.update(toDouble(bar.close, m_setup.instruments[instrument.count()]));
    }
    m_venue.setVolatility(instrument, market.volatility.sigma());
    m_factors.takeHistory(instrument, bars, market.base);
    if (!bars.empty()) {
        market.lastNews = bars.back().start + market.base;
        markTo(instrument, bars.back().close);
    }
}

/// Time comes to `now` before the market does: hours and days that ended in between are settled
/// with the marks of then.
void TradingCore::advance(Timestamp now)
{
    now = std::max(now, m_clock.now()); // market time never runs back, whatever a clock does
    settle(now - Duration{1});
    if (m_anyNaked) {
        for (const auto& desk : m_desks) {
            m_naked = m_naked + (desk.naked ? now - m_clock.now() : Duration{});
        }
    }
    m_clock.set(now);
    if (m_faults != nullptr) {
        m_faults->wake();
        drain();
    }
}

/// Everything that time alone does until then, in its order: funding on the hour, what the limits
/// look back at, the roll of the day, releases.
void TradingCore::settleDue(Timestamp until)
{
    while (m_nextDue <= until) {
        const Timestamp at = m_nextDue;
        if (at == m_nextHour) {
            payFunding();
            m_nextHour = m_nextHour + hours(1);
        }
        m_halts.settle(at, m_account, m_released);
        if (m_factorsWanted && at == floorTo(at, minutes(5))) {
            refreshFactors(at);
        }
        if (!m_released.empty()) {
            announceReleases(at);
        }
        if (at == m_nextDay) {
            rollDay();
        }
        m_nextDue = std::min(m_nextHour, m_halts.due());
    }
    if (m_riskKeeper != nullptr) {
        m_riskKeeper->note(riskState());
    }
}

void TradingCore::payFunding()
{
    for (const auto& book : m_account.books()) {
        const auto& mark = m_markets[book.instrument.count()].last;
        if (book.lots == 0 || !mark) {
            continue;
        }
        const std::int64_t rate = m_setup.funding.empty()
                                      ? FundingTable::kStandardRate
                                      : m_setup.funding[book.instrument.count()].rateAt(m_nextHour);
        const Money paid =
            fundingOn(m_setup.instruments[book.instrument.count()], book.lots, *mark, rate);
        m_account.applyFunding(book.engine, paid);
        m_ledger.onFunding(book.engine, paid);
    }
}

void TradingCore::rollDay()
{
    m_digest.add(DigestRecord::Account);
    m_digest.add(m_nextDay);
    m_digest.add(m_account.equity());
    m_nextDay = m_nextDay + days(1);
    keep();
}

/// What ended by itself: written down, then told, as entries are possible again from here on.
void TradingCore::announceReleases(Timestamp time)
{
    keep();
    for (const auto& halt : m_released) {
        m_digest.add(DigestRecord::Release);
        m_digest.add(time);
        m_digest.add(static_cast<std::uint64_t>(halt.kind));
        m_digest.add(halt.engine ? std::uint64_t{halt.engine->count()} + 1 : 0);
        if (m_listener != nullptr) {
            m_listener->onHaltReleased(halt.kind, halt.engine, time);
        }
    }
    m_released.clear();
}

void TradingCore::refreshFactors(Timestamp now)
{
    m_factors.refresh(now, m_limits, m_halts.drawdown(m_account));
}

/// What the limits in force ask for. Where none of them asks for volatilities and what follows from
/// them, the usual ones are reported and nothing is followed.
void TradingCore::lookAtLimits()
{
    m_factorsWanted = m_limits.maxLeverage != kNoLimit || m_limits.groupExposure != kNoLimit
                      || m_limits.portfolioVol != kNoLimit || m_limits.liquidationGap != kNoLimit;
}

RiskState TradingCore::riskState() const
{
    RiskState state;
    if (m_setup.risk) { // engines and markets of then that are not part of this session
        state.engines = m_setup.risk->engines;
        state.markets = m_setup.risk->markets;
    }
    state.engines.resize(std::max(state.engines.size(), m_desks.size()));
    const auto keys = keysOf(m_setup);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        state.engines[i].key = keys[i];
        state.engines[i].control = m_desks[i].control;
    }
    state.entriesLocked = m_locked;
    for (const auto& event : m_events) {
        state.events.push_back(
            {event.market ? m_setup.instruments[event.market->count()].symbol() : std::string{},
             event.from, event.until});
    }
    m_halts.remember(state, m_clock.now(), m_account);
    if (m_setup.risk) {
        std::copy_if(m_setup.risk->halts.begin(), m_setup.risk->halts.end(),
                     std::back_inserter(state.halts), [this](const SavedHalt& halt) {
                         return halt.engine && *halt.engine >= m_desks.size();
                     });
    }
    for (const auto& instrument : m_setup.instruments) {
        const auto trades = m_factors.tradesOf(instrument.id());
        MarketRiskState market{instrument.symbol(),
                               m_factors.leverageState(instrument.id()),
                               {trades.begin(), trades.end()},
                               m_markets[instrument.id().count()].takenOver};
        const auto known =
            std::find_if(state.markets.begin(), state.markets.end(),
                         [&](const MarketRiskState& each) { return each.symbol == market.symbol; });
        if (known != state.markets.end()) {
            *known = std::move(market);
        } else {
            state.markets.push_back(std::move(market));
        }
    }
    return state;
}

void TradingCore::keep()
{
    if (m_riskKeeper != nullptr) {
        m_riskKeeper->save(riskState());
    }
}

void TradingCore::takeSlice(const MarketSlice& slice)
{
    m_markets[slice.instrument.count()].lastNews = m_clock.now();
    if (slice.bar != nullptr) {
        takeBar(slice);
    } else {
        takeTrades(slice);
    }
}

void TradingCore::takeBar(const MarketSlice& slice)
{
    Market& market = m_markets[slice.instrument.count()];
    const ClosedBar& bar = *slice.bar;
    const bool begins = market.barStart != bar.start;
    market.barStart = bar.start;
    if (begins ? m_venue.beginBar(slice.instrument, bar, market.base)
               : m_venue.working(slice.instrument))
    {
        m_venue.reach(slice.instrument, slice.point);
    }
    drain(); // also when an entry expired and nothing works any more
    markTo(slice.instrument, slice.price);
    if (slice.point != BarPoint::Close) {
        return;
    }
    if (m_factorsWanted) {
        m_factors.take(slice.instrument, bar.start + market.base, bar.low, bar.high, bar.close);
    }
    if (m_setup.fill.kind == FillModel::Kind::Model) {
        market.volatility.update(
            toDouble(bar.close, m_setup.instruments[slice.instrument.count()]));
        m_venue.setVolatility(slice.instrument, market.volatility.sigma());
    }
    if (m_account.flat()) {
        return;
    }
    for (const auto& book : m_account.books()) {
        if (book.instrument == slice.instrument && book.lots != 0) {
            // On the bar of the entry only the close is provably later.
            const bool whole = book.openedAt <= bar.start;
            m_ledger.observe(book.engine, whole ? bar.low : bar.close,
                             whole ? bar.high : bar.close);
            m_ledger.countBars(book.engine, bar.start + market.base,
                               m_setup.engines[book.engine.count()].timeframe);
        }
    }
}

void TradingCore::takeTrades(const MarketSlice& slice)
{
    if (m_venue.working(slice.instrument)) {
        m_venue.onTrades(slice.instrument, slice.trades, slice.book);
        drain();
    }
    Market& market = m_markets[slice.instrument.count()];
    if (slice.book != nullptr) {
        market.book = *slice.book;
        market.hasBook = true;
    }
    if (slice.trades.empty()) {
        return;
    }
    const auto [low, high] =
        std::minmax_element(slice.trades.begin(), slice.trades.end(),
                            [](const Trade& a, const Trade& b) { return a.price < b.price; });
    markTo(slice.instrument, slice.mark.value_or(slice.trades.back().price));
    for (const auto& book : m_account.books()) {
        if (book.instrument == slice.instrument && book.lots != 0) {
            const bool whole = book.openedAt < slice.trades.front().time;
            const Price last = slice.trades.back().price;
            m_ledger.observe(book.engine, whole ? low->price : last, whole ? high->price : last);
            m_ledger.countBars(book.engine, m_clock.now(),
                               m_setup.engines[book.engine.count()].timeframe);
        }
    }
    if (m_factorsWanted) {
        m_factors.take(slice.instrument, m_clock.now(), low->price, high->price,
                       slice.trades.back().price);
    }
    const Timestamp minute = floorTo(m_clock.now(), minutes(1));
    if (minute > market.barStart) {
        market.barStart = minute;
        market.volatility.update(
            toDouble(slice.trades.back().price, m_setup.instruments[slice.instrument.count()]));
        m_venue.setVolatility(slice.instrument, market.volatility.sigma());
    }
}

void TradingCore::markTo(InstrumentId instrument, Price price)
{
    m_markets[instrument.count()].last = price;
    m_account.mark(instrument, price);
}

void TradingCore::judgeLimits()
{
    m_halts.judge(m_clock.now(), m_account, m_fired);
    // Acting on one may fire another.
    for (std::size_t i = 0; i < m_fired.size(); ++i) {
        onFired(Halt{m_fired[i]});
    }
    m_fired.clear();
    m_nextDue = std::min(m_nextHour, m_halts.due());
}

/// Written down, told, then done.
void TradingCore::onFired(const Halt& halt)
{
    keep();
    m_digest.add(DigestRecord::Halt);
    m_digest.add(m_clock.now());
    m_digest.add(static_cast<std::uint64_t>(halt.kind));
    m_digest.add(halt.engine ? std::uint64_t{halt.engine->count()} + 1 : 0);
    m_digest.add(halt.loss);
    if (m_listener != nullptr) {
        m_listener->onHalt(halt);
    }
    for (const auto& desk : m_desks) {
        if (halt.engine && *halt.engine != desk.engine) {
            continue;
        }
        if (flattens(halt.kind)) {
            startClosing(desk.engine, halt.reason);
        } else {
            cancelEntries(desk.engine, halt.reason);
            drain();
        }
    }
}

bool TradingCore::wantsPath(std::span<const MarketSlice> bars) const
{
    if (m_pathWanted) {
        return true;
    }
    if (m_account.flat()) {
        return false;
    }
    return m_halts.mayFireWithin(m_account, bars);
}

std::optional<QuietStretch> TradingCore::quietStretch(Duration interval)
{
    if (m_desks.size() != 1 || m_pathWanted || m_anyNaked || m_anyClosing || m_faults != nullptr) {
        return std::nullopt;
    }
    const EngineBook& book = m_account.books().front();
    const auto between = m_venue.untouched(book.instrument);
    Market& market = m_markets[book.instrument.count()];
    const MarketSlice* slice = m_steps.front().market;
    if (!between || slice == nullptr || slice->bar == nullptr || !m_desks.front().fills.empty()
        || market.base != interval)
    {
        return std::nullopt;
    }
    const HaltState::CalmRange calm = m_halts.calmRange(m_account, book.engine);
    const bool models = m_setup.fill.kind == FillModel::Kind::Model;
    const bool steady = !m_factorsWanted && m_halts.steady();
    return std::make_optional<QuietStretch>(
        QuietStretch::Fields{.instrument = &m_setup.instruments[book.instrument.count()],
                             .engine = book.engine,
                             .lots = book.lots,
                             .rest = m_account.equity() - book.value,
                             .others = m_account.equity() - book.result(),
                             .mark = market.last.value_or(Price{}),
                             .below = between->below,
                             .above = between->above,
                             .floor = calm.floor,
                             .best = calm.best,
                             .from = m_clock.now(),
                             .until = steady ? m_nextHour : m_nextDue,
                             .interval = interval,
                             .timeframe = m_setup.engines.front().timeframe,
                             .step = &m_steps.front(),
                             .ledger = &m_ledger,
                             .halts = &m_halts,
                             .factors = m_factorsWanted ? &m_factors : nullptr,
                             .volatility = models ? &market.volatility : nullptr});
}

/// Brings the core to where onMarket() would have brought it with each bar of the stretch.
void TradingCore::resume(const QuietStretch& stretch)
{
    if (stretch.bars() == 0) {
        return;
    }
    const EngineBook& book = m_account.books().front();
    Market& market = m_markets[book.instrument.count()];
    m_sequence += stretch.bars();
    m_clock.set(stretch.now());
    market.lastNews = stretch.now();
    market.barStart = stretch.now() - market.base;
    m_venue.setVolatility(book.instrument, market.volatility.sigma());
    m_nextDue = std::min(m_nextHour, m_halts.due());
    markTo(book.instrument, stretch.last());
}

// ── What the venue reports
// ───────────────────────────────────────────────────────────────────────────

void TradingCore::takeEvents()
{
    while (reports()) {
        // Handlers may make the venue report more; those wait for the next round.
        if (m_faults == nullptr) {
            m_venue.takeEvents(m_draining);
        } else {
            m_faults->takeEvents(m_draining);
        }
        for (m_drained = 0; m_drained < m_draining.size();) {
            onOrderEvent(m_draining[m_drained++]);
        }
    }
}

void TradingCore::refreshChanged()
{
    m_anyChanged = false;
    m_anyNaked = false;
    for (auto& desk : m_desks) {
        if (desk.changed) {
            refresh(desk);
        }
        m_anyNaked = m_anyNaked || desk.naked;
    }
}

void TradingCore::onOrderEvent(const OrderEvent& event)
{
    const bool expected = m_keeper.apply(event);
    m_digest.add((static_cast<std::uint64_t>(DigestRecord::Order) << 16U)
                     | (static_cast<std::uint64_t>(event.kind) << 8U)
                     | static_cast<std::uint64_t>(event.role),
                 event.order, event.time, event.price, event.remaining);
    if (event.fill) {
        onFill(*event.fill);
    }
    if (event.kind == OrderEventKind::Rejected) {
        m_halts.onRejected(event.engine, event.time, m_fired);
    }
    noteChange(m_desks[event.engine.count()]);
    if (m_listener != nullptr) {
        m_listener->onOrder(event);
    }
    if (!expected && event.fill && event.role == OrderRole::Entry) {
        beginClosing(m_desks[event.engine.count()], kUnexpectedEntry);
    }
}

void TradingCore::onFill(const Fill& fill)
{
    Desk& desk = m_desks[fill.engine.count()];
    const FillEffect effect = m_account.apply(fill);
    const TradeRow* closed = m_ledger.onFill(fill, effect, desk.entry, m_account.balance());
    m_digest.add(DigestRecord::Fill, fill.quantity, fill.price, fill.fee, m_account.equity());
    const bool whole = !m_keeper.pending(fill.engine, fill.role);
    desk.fills.push_back({fill.time, fill.side, fill.price, fill.role, whole});
    if (effect.opened > 0 && effect.opened == std::abs(m_account.book(fill.engine).lots)) {
        m_halts.onOpened(fill.engine, fill.time);
    }
    m_halts.onFilled(fill.engine, badFill(fill), fill.time, m_fired);
    if (closed != nullptr) {
        onClosed(*closed);
    }
}

void TradingCore::onClosed(const TradeRow& trade)
{
    m_halts.onClosed(trade.engine, trade.net(), trade.exitTime, m_fired);
    if (trade.initialRisk.count() > 0) {
        const Int128 multiple = static_cast<Int128>(trade.net().count()) * kPpmOne;
        m_factors.takeTrade(trade.instrument,
                            saturate(divide(multiple, trade.initialRisk.count(), Rounding::Down)));
    }
    if (m_listener != nullptr) {
        m_listener->onTrade(trade);
    }
}

/// Whether a fill slipped further than 99 of 100 should; one at a limit never does.
bool TradingCore::badFill(const Fill& fill) const
{
    if (fill.kind == OrderKind::Limit) {
        return false;
    }
    const Price from = fill.kind == OrderKind::Stop ? fill.decisionPrice : fill.arrivalPrice;
    const std::int64_t slip = sign(fill.side) * (fill.price - from).count();
    return slip > slipCeiling(m_setup.fill, instrumentOf(fill.engine), fill.kind, from,
                              m_venue.sigma(fill.instrument))
                      .count();
}

/// Brings what the strategy may know of its position and orders up to date.
void TradingCore::refresh(Desk& desk)
{
    desk.changed = false;
    Step& step = m_steps[desk.engine.count()];
    step.working.clear();
    for (const OrderRole role :
         {OrderRole::Entry, OrderRole::Exit, OrderRole::ProtectiveStop, OrderRole::Target})
    {
        if (const OrderRecord* order = m_keeper.at(step.engine, role)) {
            step.working.push_back(
                {order->role, order->kind, order->side, order->price, order->decidedAt});
        }
    }
    const EngineBook& book = m_account.book(step.engine);
    const OrderRecord* stop = m_keeper.at(step.engine, OrderRole::ProtectiveStop);
    const bool naked = book.lots != 0 && stop == nullptr;
    desk.nakedSince = naked && !desk.naked ? m_clock.now() : desk.nakedSince;
    desk.naked = naked;
    const TradeRow* trade = m_ledger.openTrade(step.engine);
    if (book.lots == 0 || trade == nullptr) {
        step.position.reset();
        return;
    }
    const Int128 average = divide(trade->entrySum, trade->quantity.count(), Rounding::HalfEven);
    step.position = OwnPosition{.side = trade->side,
                                .entry = Price{saturate(average)},
                                .stop = stop != nullptr ? stop->price : trade->stop,
                                .target = trade->target,
                                .openedAt = trade->entryTime,
                                .decidedAt = desk.entryDecided};
}

void TradingCore::refreshSteps(const MarketStep& step)
{
    for (std::size_t i = 0; i < m_desks.size(); ++i) {
        Step& next = m_steps[i];
        next.seq = Sequence{m_sequence};
        next.time = step.time;
        next.fills = m_desks[i].fills;
        next.market = nullptr;
        for (const auto& slice : step.slices) {
            if (slice.instrument == m_setup.engines[i].instrument) {
                next.market = &slice;
                break;
            }
        }
    }
}

// ── What the engines answer
// ──────────────────────────────────────────────────────────────────────────

void TradingCore::onAnswers(std::span<const Answer> answers)
{
    for (auto& desk : m_desks) {
        desk.fills.clear();
    }
    bool anything = false;
    for (const auto& answer : answers) {
        if (answer.failed) {
            onCommand({.kind = CommandKind::Quarantine,
                       .engine = answer.engine,
                       .note = "the strategy failed"});
        } else if (!answer.decision.empty()) {
            anything = true;
            note(answer.decision, answer.engine);
            applyExits(answer);
        }
    }
    if (!anything) {
        return;
    }
    for (const auto& answer : answers) {
        if (!answer.failed && answer.decision.entry) {
            applyEntry(answer);
        }
    }
    drain();
    refreshDesks();
}

void TradingCore::note(const Decision& decision, EngineId engine)
{
    Digest& digest = m_desks[engine.count()].digest;
    digest.add(m_clock.now());
    if (decision.entry) {
        const Signal& signal = *decision.entry;
        digest.add((static_cast<std::uint64_t>(signal.side) << 8U)
                       | static_cast<std::uint64_t>(signal.kind),
                   signal.price, signal.stop.value_or(Price{}), signal.target.value_or(Price{}),
                   static_cast<std::int64_t>(signal.strength * 1e9), signal.expiry,
                   signal.reason.token);
    }
    for (const auto& exit : decision.exits) {
        digest.add(exit.reason.token);
    }
    for (const auto& move : decision.stopMoves) {
        digest.add(move.stop);
    }
    digest.add(decision.cancelEntry ? decision.cancelEntry->token : std::string_view{});
}

void TradingCore::applyExits(const Answer& answer)
{
    const Decision& decision = answer.decision;
    if (decision.cancelEntry) {
        cancelEntries(answer.engine, *decision.cancelEntry);
    }
    for (const auto& exit : decision.exits) {
        cancelEntries(answer.engine, exit.reason);
        leave(answer.engine, exit.reason);
    }
    for (const auto& move : decision.stopMoves) {
        applyStopMove(answer.engine, move);
    }
    drain();
}

void TradingCore::applyStopMove(EngineId engine, const StopMove& move)
{
    const OrderRecord* stop = m_keeper.at(engine, OrderRole::ProtectiveStop);
    const EngineBook& book = m_account.book(engine);
    if (stop == nullptr || book.lots == 0) {
        return;
    }
    // A stop only ever moves with the position, never further from it.
    const std::int64_t direction = book.lots > 0 ? 1 : -1;
    if (direction * (move.stop - stop->price).count() > 0) {
        m_othersSent.push(m_clock.now());
        port().modifyStop(engine, move.stop, move.reason);
    }
}

} // namespace wick::core
