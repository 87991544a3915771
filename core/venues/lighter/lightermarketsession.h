#pragma once

#include "core/domain/instrument.h"
#include "core/market/orderbook.h"
#include "core/venues/lighter/mapper.h"
#include "core/venues/lighter/streamkeeper.h"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wick::lighter {

/// A market to listen to: our instrument and the venue's number for it.
struct ListenedMarket
{
    core::Instrument instrument;
    std::int16_t market = 0;
};

// What the session tells. Prices and sizes are those of the instrument.

struct TradeHappened
{
    core::InstrumentId instrument;
    core::Trade trade;
    std::int64_t id = 0;
    wire::TradeKind kind{};
    bool late = false; ///< it happened while there was no connection
};
struct BookChanged ///< see book()
{
    core::InstrumentId instrument;
};
struct TickerChanged
{
    core::InstrumentId instrument;
    std::optional<core::BookLevel> bid;
    std::optional<core::BookLevel> ask;
};
struct FiguresChanged
{
    core::InstrumentId instrument;
    core::Timestamp time;
    core::Price mark;
    core::Price index;
    std::optional<core::Decimal> estimatedFundingPercent; ///< of the running hour
};
struct CandleChanged
{
    core::InstrumentId instrument;
    std::string resolution;
    core::BarValues bar;
    std::int64_t lastTrade = 0;
};
/// Trades between two connections that the stream did not repeat: to be asked for by REST.
struct TradesMissing
{
    core::InstrumentId instrument;
    std::int16_t market = 0;
    std::int64_t after = 0; ///< the last trade seen
};
using MarketEvent = std::variant<TradeHappened,
                                 BookChanged,
                                 TickerChanged,
                                 FiguresChanged,
                                 CandleChanged,
                                 TradesMissing>;

/// Whether a market's data is good enough for an entry, and why not. Exits do not ask.
enum class Freshness : std::uint8_t
{
    Fresh,
    NotConnected,
    SocketSilent, ///< no frame of any kind for 5 s
    MarketSilent, ///< neither book nor ticker for 15 s
    BookUnknown,  ///< before the first snapshot, or after a gap
    BookCrossed,  ///< for more than 200 ms
    ClockSkewed,  ///< our clock and the server's differ by more than 2 s, or nothing is known of it
    UnitsChanged, ///< a price or size is finer than the instrument: its specification is out of
                  ///< date
};

enum class MarketChannel : std::uint8_t
{
    Book,
    Ticker,
    Trades,
    Stats,
    Candles
};
constexpr std::size_t kMarketChannels = 5;

/// What became of the frames of one channel.
struct ChannelHealth
{
    std::optional<core::Timestamp> lastFrame; ///< our time
    std::uint64_t frames = 0;
    std::uint64_t gaps = 0;
    std::uint64_t repairs = 0; ///< snapshots after a gap
    std::uint64_t duplicates = 0;
    std::uint64_t overlaps = 0;
};

/// Market data of the venue, without a socket: frames and times in, effects and events out.
/// A book is known or it is not: a missed change makes it unknown until a new snapshot has come.
/// Thread: one at a time. `now` is our own clock and never goes back.
class LighterMarketSession
{
public:
    LighterMarketSession(std::vector<ListenedMarket> markets,
                         const std::vector<std::string>& resolutions,
                         core::RandomSource random);

    void start(core::Timestamp now) { m_stream.start(now); }
    void stop();
    void opened(core::Timestamp now) { m_stream.opened(now); }
    void openFailed(OpenFailure failure, core::Timestamp now) { m_stream.openFailed(failure, now); }
    void closed(core::Timestamp now);
    void protocolPong(core::Timestamp now) { m_stream.protocolPong(now); }
    void received(std::string_view text, core::Timestamp now);
    void wake(core::Timestamp now);

    [[nodiscard]] std::vector<StreamEffect> takeEffects() { return m_stream.takeEffects(); }
    [[nodiscard]] std::vector<MarketEvent> takeEvents();
    [[nodiscard]] std::optional<core::Timestamp> nextWake() const noexcept;

    [[nodiscard]] StreamKeeper::State state() const noexcept { return m_stream.state(); }
    [[nodiscard]] std::uint32_t connections() const noexcept { return m_stream.connections(); }
    // Asking for an instrument that it does not listen to throws std::out_of_range.
    [[nodiscard]] Freshness freshness(core::InstrumentId instrument, core::Timestamp now) const;
    [[nodiscard]] const core::OrderBook& book(core::InstrumentId instrument) const;
    [[nodiscard]] const ChannelHealth& health(core::InstrumentId instrument,
                                              MarketChannel channel) const;
    /// Server time minus ours, as the fastest frame of the last minute has it.
    [[nodiscard]] std::optional<core::Duration> clockOffset() const noexcept;
    [[nodiscard]] std::uint64_t unreadableFrames() const noexcept { return m_unreadable; }
    /// What was wrong with the last one of them.
    [[nodiscard]] const std::optional<ReadError>& lastReadError() const noexcept
    {
        return m_lastReadError;
    }
    /// What the venue said no to, the latest last.
    [[nodiscard]] const std::vector<wire::Refusal>& refusals() const noexcept { return m_refusals; }

private:
    struct State
    {
        ListenedMarket spec;
        core::OrderBook book;
        bool awaitsRepair = false;
        bool unitsChanged = false;
        std::optional<core::Timestamp> lastQuote; ///< of book or ticker
        std::set<std::int64_t> trades;            ///< the latest ids
        std::array<ChannelHealth, kMarketChannels> health;
    };
    /// The largest offset of this half minute and of the one before.
    struct ClockWindow
    {
        std::optional<core::Duration> largest;
        std::optional<core::Duration> before;
        core::Timestamp since;
    };

    void take(const wire::Connected& frame, core::Timestamp now);
    void take(const wire::Ping& frame, core::Timestamp now);
    void take(const wire::Pong& frame, core::Timestamp now);
    void take(const wire::Unsubscribed& frame, core::Timestamp now);
    void take(const wire::ErrorFrame& frame, core::Timestamp now);
    void take(const wire::OtherFrame& frame, core::Timestamp now);
    void take(const wire::OrderBookFrame& frame, core::Timestamp now);
    void take(const wire::TickerFrame& frame, core::Timestamp now);
    void take(const wire::TradeFrame& frame, core::Timestamp now);
    void take(const wire::MarketStatsFrame& frame, core::Timestamp now);
    void take(const wire::CandleFrame& frame, core::Timestamp now);
    template <typename Private>
    void take(const Private& /*frame*/, core::Timestamp /*now*/)
    {} // private channels are another session's

    void arrived(const wire::ChannelFrame& frame, core::Timestamp now);
    ChannelHealth& note(State& state, MarketChannel channel, core::Timestamp now);
    void unreadable(const ReadError& error, core::Timestamp now);
    void applyBook(State& state, const wire::OrderBookFrame& frame, core::Timestamp now);
    void bookGap(State& state, core::Timestamp now);
    void forgetBooks() noexcept;
    void emitTrades(State& state, const wire::TradeFrame& frame, std::vector<wire::Trade> trades);
    [[nodiscard]] static bool isNew(State& state, std::int64_t trade);
    [[nodiscard]] State* find(std::int16_t market) noexcept;
    [[nodiscard]] const State& of(core::InstrumentId instrument) const;
    [[nodiscard]] static bool crossed(const State& state, core::Timestamp now) noexcept;

    Mapper m_mapper;
    StreamKeeper m_stream;
    std::vector<State> m_states;
    std::vector<MarketEvent> m_events;
    std::vector<core::BookLevel> m_bids; ///< of the frame at hand
    std::vector<core::BookLevel> m_asks;
    std::deque<core::Timestamp> m_gaps;     ///< of the last minute
    std::deque<core::Timestamp> m_failures; ///< unreadable frames of the last minute
    ClockWindow m_clock;
    std::uint64_t m_unreadable = 0;
    std::optional<ReadError> m_lastReadError;
    std::vector<wire::Refusal> m_refusals;
};

} // namespace wick::lighter
