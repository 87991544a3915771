#include "core/venues/lighter/lightermarketsession.h"

#include "core/base/checked.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace wick::lighter {

namespace {

using core::BookLevel;
using core::Decimal;
using core::Duration;
using core::Instrument;
using core::Timestamp;

constexpr Duration kMarketSilence = core::seconds(15);
constexpr Duration kCrossedTime = core::milliseconds(200);
constexpr Duration kMostSkew = core::seconds(2);
constexpr Duration kMinute = core::minutes(1);
constexpr Duration kClockWindow = core::seconds(30);
constexpr std::size_t kMostGaps = 3;       ///< a minute; one more and the connection is renewed
constexpr std::size_t kMostUnreadable = 5; ///< the same
constexpr std::size_t kRememberedTrades = 2'000;
constexpr std::size_t kRememberedRefusals = 20;
constexpr int kNotSubscribed = 30002;
constexpr int kAlreadySubscribed = 30003;

std::optional<core::Price> priceOf(const Decimal& value, const Instrument& instrument)
{
    const auto units = core::rescale(value.mantissa, value.decimals, instrument.priceDecimals());
    return units ? std::optional{core::Price{*units}} : std::nullopt;
}

std::optional<core::Quantity> quantityOf(const Decimal& value, const Instrument& instrument)
{
    const auto lots = core::rescale(value.mantissa, value.decimals, instrument.quantityDecimals());
    return lots ? std::optional{core::Quantity{*lots}} : std::nullopt;
}

/// The value counted at `decimals`; one that is finer takes the nearest.
std::optional<std::int64_t> nearest(const Decimal& value, int decimals)
{
    const int excess = value.decimals - decimals;
    if (excess > 0) {
        return static_cast<std::int64_t>(
            core::divide(value.mantissa, core::powerOfTen(excess), core::Rounding::HalfEven));
    }
    const auto scaled = core::rescale(value.mantissa, value.decimals, decimals);
    return scaled ? std::optional{*scaled} : std::nullopt;
}

/// Levels in units of the instrument; false when one of them is finer.
bool levelsOf(const std::vector<wire::Level>& levels,
              const Instrument& instrument,
              std::vector<BookLevel>& into)
{
    into.clear();
    for (const wire::Level& level : levels) {
        const auto price = priceOf(level.price, instrument);
        const auto quantity = quantityOf(level.size, instrument);
        if (!price || !quantity) {
            return false;
        }
        into.push_back({*price, *quantity});
    }
    return true;
}

std::optional<BookLevel> bestOf(const wire::BestLevel& best, const Instrument& instrument)
{
    if (!best.price || !best.size) {
        return std::nullopt;
    }
    const auto price = priceOf(*best.price, instrument);
    const auto quantity = quantityOf(*best.size, instrument);
    return price && quantity ? std::optional{BookLevel{*price, *quantity}} : std::nullopt;
}

std::optional<core::Trade> tradeOf(const wire::Trade& trade, const Instrument& instrument)
{
    const auto price = priceOf(trade.price, instrument);
    const auto quantity = quantityOf(trade.size, instrument);
    if (!price || !quantity) {
        return std::nullopt;
    }
    const auto aggressor = trade.makerIsAsk ? core::Side::Buy : core::Side::Sell;
    return core::Trade{trade.time, *price, *quantity, aggressor};
}

std::optional<core::BarValues> barOf(const wire::Candle& candle, const Instrument& instrument)
{
    const auto open = priceOf(candle.open, instrument);
    const auto high = priceOf(candle.high, instrument);
    const auto low = priceOf(candle.low, instrument);
    const auto close = priceOf(candle.close, instrument);
    const auto volume = nearest(candle.baseVolume, instrument.volumeDecimals()); // a sum in double
    if (!open || !high || !low || !close || !volume) {
        return std::nullopt;
    }
    return core::BarValues{candle.start, *open, *high, *low, *close, core::Volume{*volume}};
}

/// Notes one more, and forgets what is older than a minute.
std::size_t countInLastMinute(std::deque<Timestamp>& times, Timestamp now)
{
    times.push_back(now);
    while (now - times.front() >= kMinute) {
        times.pop_front();
    }
    return times.size();
}

/// "Already Subscribed to : height" is about the channel at its end.
std::string channelAtEnd(const wire::Refusal& refusal)
{
    const std::string text = refusal.message.value_or("");
    const auto at = text.rfind(": ");
    return at == std::string::npos ? std::string{}
                                   : wire::Channel::parse(text.substr(at + 2)).text();
}

} // namespace

LighterMarketSession::LighterMarketSession(std::vector<ListenedMarket> markets,
                                           const std::vector<std::string>& resolutions,
                                           core::RandomSource random)
    : m_stream(random)
{
    for (ListenedMarket& market : markets) {
        const std::string number = std::to_string(market.market);
        for (const char* family : {"order_book/", "ticker/", "trade/", "market_stats/"}) {
            m_stream.want(family + number);
        }
        for (const std::string& resolution : resolutions) {
            m_stream.want(wire::Channel{"candle", {number, resolution}}.text());
        }
        m_states.push_back({std::move(market), {}, false, false, {}, {}, {}});
    }
}

void LighterMarketSession::stop()
{
    forgetBooks();
    m_stream.stop();
}

void LighterMarketSession::closed(Timestamp now)
{
    forgetBooks();
    m_stream.closed(now);
}

void LighterMarketSession::wake(Timestamp now)
{
    for (State& state : m_states) {
        if (crossed(state, now)) {
            bookGap(state, now);
        }
    }
    m_stream.wake(now);
    if (m_stream.state() != StreamKeeper::State::Ready) {
        forgetBooks();
    }
}

void LighterMarketSession::received(std::string_view text, Timestamp now)
{
    m_stream.frameReceived(now);
    const auto frame = m_mapper.frame(text);
    if (!frame) {
        unreadable(frame.error(), now);
        return;
    }
    std::visit([&](const auto& message) { take(message, now); }, *frame);
}

void LighterMarketSession::take(const wire::Connected& /*frame*/, Timestamp now)
{
    forgetBooks();
    m_stream.connectedReceived(now);
}

void LighterMarketSession::take(const wire::Ping& /*frame*/, Timestamp /*now*/)
{
    m_stream.pingReceived();
}

void LighterMarketSession::take(const wire::Pong& /*frame*/, Timestamp /*now*/)
{
    m_stream.pongReceived();
}

void LighterMarketSession::take(const wire::Unsubscribed& frame, Timestamp /*now*/)
{
    m_stream.unsubscribed(frame.channel.text());
}

void LighterMarketSession::take(const wire::OtherFrame& frame, Timestamp now)
{
    if (frame.closesInMs) {
        const auto most = core::toMilliseconds(kMinute);
        const auto left = std::clamp<std::int64_t>(*frame.closesInMs, 0, most);
        m_stream.closingSoon(core::milliseconds(left), now);
    }
}

void LighterMarketSession::take(const wire::ErrorFrame& frame, Timestamp /*now*/)
{
    if (m_refusals.size() == kRememberedRefusals) {
        m_refusals.erase(m_refusals.begin());
    }
    m_refusals.push_back(frame.refusal);
    const std::string channel = channelAtEnd(frame.refusal);
    if (frame.refusal.code == kAlreadySubscribed) {
        m_stream.alreadySubscribed(channel);
    } else if (frame.refusal.code == kNotSubscribed) {
        m_stream.unsubscribed(channel);
    } else {
        m_stream.subscriptionRefused(channel);
    }
}

void LighterMarketSession::take(const wire::OrderBookFrame& frame, Timestamp now)
{
    arrived(frame, now);
    State* state = find(frame.market);
    if (state == nullptr) {
        return;
    }
    note(*state, MarketChannel::Book, now);
    const Instrument& instrument = state->spec.instrument;
    if (!levelsOf(frame.book.bids, instrument, m_bids)
        || !levelsOf(frame.book.asks, instrument, m_asks))
    {
        state->unitsChanged = true;
        state->book.clear();
        return;
    }
    applyBook(*state, frame, now);
}

void LighterMarketSession::applyBook(State& state, const wire::OrderBookFrame& frame, Timestamp now)
{
    ChannelHealth& health = state.health[static_cast<std::size_t>(MarketChannel::Book)];
    const wire::OrderBook& book = frame.book;
    if (frame.extent == wire::Extent::Snapshot) {
        state.book.applySnapshot(book.nonce, m_bids, m_asks, now);
        health.repairs += std::exchange(state.awaitsRepair, false) ? 1U : 0U;
    } else {
        switch (state.book.applyUpdate(book.beginNonce, book.nonce, m_bids, m_asks, now)) {
        case core::BookOutcome::Applied:
            break;
        case core::BookOutcome::Overlapped:
            ++health.overlaps;
            break;
        case core::BookOutcome::Old:
            ++health.duplicates;
            return;
        case core::BookOutcome::Unknown: // the snapshot is still to come
            return;
        case core::BookOutcome::Gap:
            bookGap(state, now);
            return;
        }
    }
    state.lastQuote = now;
    m_events.emplace_back(BookChanged{state.spec.instrument.id()});
}

/// The book is not what the venue's is any more: forget it and ask for a new one.
void LighterMarketSession::bookGap(State& state, Timestamp now)
{
    ++state.health[static_cast<std::size_t>(MarketChannel::Book)].gaps;
    state.awaitsRepair = true;
    state.book.clear();
    if (countInLastMinute(m_gaps, now) > kMostGaps) {
        m_gaps.clear();
        forgetBooks();
        m_stream.reconnect(now);
        return;
    }
    m_stream.renew("order_book/" + std::to_string(state.spec.market));
}

void LighterMarketSession::take(const wire::TickerFrame& frame, Timestamp now)
{
    arrived(frame, now);
    State* state = find(frame.market);
    if (state == nullptr) {
        return;
    }
    note(*state, MarketChannel::Ticker, now);
    const Instrument& instrument = state->spec.instrument;
    const TickerChanged event{instrument.id(), bestOf(frame.ticker.bid, instrument),
                              bestOf(frame.ticker.ask, instrument)};
    if (event.bid.has_value() != frame.ticker.bid.price.has_value()
        || event.ask.has_value() != frame.ticker.ask.price.has_value())
    {
        state->unitsChanged = true;
        return;
    }
    state->lastQuote = now;
    m_events.emplace_back(event);
}

void LighterMarketSession::take(const wire::TradeFrame& frame, Timestamp now)
{
    arrived(frame, now);
    State* state = find(frame.market);
    if (state == nullptr) {
        return;
    }
    note(*state, MarketChannel::Trades, now);
    std::vector<wire::Trade> trades = frame.trades;
    trades.insert(trades.end(), frame.liquidations.begin(), frame.liquidations.end());
    std::sort(trades.begin(), trades.end(),
              [](const wire::Trade& a, const wire::Trade& b) { return a.id < b.id; });
    emitTrades(*state, frame, std::move(trades));
}

/// A snapshot tells old trades. The first one is history; a later one may hold what happened in
/// between, and if it does not reach back to what was seen, something is missing.
void LighterMarketSession::emitTrades(State& state,
                                      const wire::TradeFrame& frame,
                                      std::vector<wire::Trade> trades)
{
    ChannelHealth& health = state.health[static_cast<std::size_t>(MarketChannel::Trades)];
    const core::InstrumentId instrument = state.spec.instrument.id();
    const bool snapshot = frame.extent == wire::Extent::Snapshot;
    const auto last = state.trades.empty() ? std::nullopt : std::optional{*state.trades.rbegin()};
    if (snapshot && last && (trades.empty() || trades.front().id > *last)) {
        ++health.gaps;
        m_events.emplace_back(TradesMissing{instrument, state.spec.market, *last});
    }
    for (const wire::Trade& trade : trades) {
        if (!isNew(state, trade.id)) {
            health.duplicates += snapshot ? 0U : 1U;
            continue;
        }
        if (snapshot && (!last || trade.id < *last)) {
            continue; // history
        }
        if (const auto ours = tradeOf(trade, state.spec.instrument)) {
            m_events.emplace_back(TradeHappened{instrument, *ours, trade.id, trade.kind, snapshot});
        } else {
            state.unitsChanged = true;
        }
    }
}

/// Remembers the latest ids; one that is older than all of them counts as seen.
bool LighterMarketSession::isNew(State& state, std::int64_t trade)
{
    const bool full = state.trades.size() >= kRememberedTrades;
    if ((full && trade < *state.trades.begin()) || !state.trades.insert(trade).second) {
        return false;
    }
    if (full) {
        state.trades.erase(state.trades.begin());
    }
    return true;
}

void LighterMarketSession::take(const wire::MarketStatsFrame& frame, Timestamp now)
{
    arrived(frame, now);
    for (const wire::MarketStats& stats : frame.markets) {
        State* state = find(stats.market);
        if (state == nullptr) {
            continue;
        }
        note(*state, MarketChannel::Stats, now);
        // Both are computed by the venue and may be finer than a tick.
        const Instrument& instrument = state->spec.instrument;
        const auto mark = nearest(stats.markPrice, instrument.priceDecimals());
        const auto index = nearest(stats.indexPrice, instrument.priceDecimals());
        if (mark && index) {
            m_events.emplace_back(FiguresChanged{instrument.id(), frame.time.value_or(now),
                                                 core::Price{*mark}, core::Price{*index},
                                                 stats.estimatedFundingPercent});
        }
    }
}

void LighterMarketSession::take(const wire::CandleFrame& frame, Timestamp now)
{
    arrived(frame, now);
    State* state = find(frame.market);
    if (state == nullptr) {
        return;
    }
    note(*state, MarketChannel::Candles, now);
    for (const wire::Candle& candle : frame.candles) {
        if (const auto bar = barOf(candle, state->spec.instrument)) {
            m_events.emplace_back(CandleChanged{state->spec.instrument.id(), frame.resolution, *bar,
                                                candle.lastTrade});
        } else {
            state->unitsChanged = true;
        }
    }
}

void LighterMarketSession::arrived(const wire::ChannelFrame& frame, Timestamp now)
{
    if (frame.extent == wire::Extent::Snapshot) {
        m_stream.subscribed(frame.channel.text());
    }
    if (!frame.time) {
        return;
    }
    const Duration offset = *frame.time - now; // less by the time the frame took
    if (const Duration age = now - m_clock.since; !m_clock.largest || age >= kClockWindow) {
        m_clock = {offset, age < kMinute ? m_clock.largest : std::nullopt, now};
    } else {
        m_clock.largest = std::max(*m_clock.largest, offset);
    }
}

ChannelHealth& LighterMarketSession::note(State& state, MarketChannel channel, Timestamp now)
{
    ChannelHealth& health = state.health[static_cast<std::size_t>(channel)];
    health.lastFrame = now;
    ++health.frames;
    return health;
}

void LighterMarketSession::unreadable(const ReadError& error, Timestamp now)
{
    ++m_unreadable;
    m_lastReadError = error;
    if (countInLastMinute(m_failures, now) > kMostUnreadable) {
        m_failures.clear();
        forgetBooks();
        m_stream.reconnect(now);
    }
}

void LighterMarketSession::forgetBooks() noexcept
{
    for (State& state : m_states) {
        state.book.clear();
    }
}

std::vector<MarketEvent> LighterMarketSession::takeEvents()
{
    return std::exchange(m_events, {});
}

std::optional<Timestamp> LighterMarketSession::nextWake() const noexcept
{
    std::optional<Timestamp> next = m_stream.nextWake();
    for (const State& state : m_states) {
        if (const auto& since = state.book.crossedSince(); since && next) {
            next = std::min(*next, *since + kCrossedTime + Duration{1});
        }
    }
    return next;
}

Freshness LighterMarketSession::freshness(core::InstrumentId instrument, Timestamp now) const
{
    const State& state = of(instrument);
    if (m_stream.state() != StreamKeeper::State::Ready) {
        return Freshness::NotConnected;
    }
    if (m_stream.silent(now)) {
        return Freshness::SocketSilent;
    }
    if (state.unitsChanged) {
        return Freshness::UnitsChanged;
    }
    if (!state.book.known()) {
        return Freshness::BookUnknown;
    }
    if (crossed(state, now)) {
        return Freshness::BookCrossed;
    }
    if (!state.lastQuote || now - *state.lastQuote >= kMarketSilence) {
        return Freshness::MarketSilent;
    }
    const auto offset = clockOffset();
    if (!offset || *offset > kMostSkew || *offset < kMostSkew * -1) {
        return Freshness::ClockSkewed;
    }
    return Freshness::Fresh;
}

bool LighterMarketSession::crossed(const State& state, Timestamp now) noexcept
{
    const auto& since = state.book.crossedSince();
    return since && now - *since > kCrossedTime;
}

std::optional<Duration> LighterMarketSession::clockOffset() const noexcept
{
    if (m_clock.largest && m_clock.before) {
        return std::max(*m_clock.largest, *m_clock.before);
    }
    return m_clock.largest;
}

const core::OrderBook& LighterMarketSession::book(core::InstrumentId instrument) const
{
    return of(instrument).book;
}

const ChannelHealth& LighterMarketSession::health(core::InstrumentId instrument,
                                                  MarketChannel channel) const
{
    return of(instrument).health[static_cast<std::size_t>(channel)];
}

LighterMarketSession::State* LighterMarketSession::find(std::int16_t market) noexcept
{
    const auto found = std::find_if(m_states.begin(), m_states.end(), [&](const State& state) {
        return state.spec.market == market;
    });
    return found == m_states.end() ? nullptr : &*found;
}

const LighterMarketSession::State& LighterMarketSession::of(core::InstrumentId instrument) const
{
    for (const State& state : m_states) {
        if (state.spec.instrument.id() == instrument) {
            return state;
        }
    }
    throw std::out_of_range{"the session does not listen to this instrument"};
}

} // namespace wick::lighter
