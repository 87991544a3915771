#pragma once

#include "core/base/decimal.h"
#include "core/domain/units.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// What the venue says, in its own terms. Amounts keep the digits they came with: which of them are
/// ticks and lots is known with the market. Times are UTC whatever unit they came in.
///
/// Each message names its fields once; the mapper reads and writes by that list:
///     visitor.required(name, field)   missing, null or of another type is an error
///     visitor.optional(name, field)   std::optional: may be missing, null or an empty text
///     visitor.defaulted(name, field)  the venue leaves it out for zero
///     visitor.sum(name, field)        a statistic, computed in double by the venue: rounded, 0 if
///     missing visitor.list(name, field)       null is an empty list; may be a map from market to
///     rows visitor.openList(name, field)   the same, and missing is empty as well
///     visitor.rows(name, field)       a row that cannot be read is left out and reported
/// A message with a rule between its fields has `consistent()`.
namespace wick::lighter::wire {

using core::Decimal;
using core::Timestamp;

/// Whether a frame holds all there is or what has changed.
enum class Extent : std::uint8_t
{
    Snapshot,
    Update
};

template <typename Enum, std::size_t N>
using Names = std::array<std::pair<std::string_view, Enum>, N>;

// Each enum has a value for the names that are not known yet.

enum class OrderStatus : std::uint8_t
{
    Other,
    InProgress,
    Pending, ///< waits for its trigger or its parent
    Open,
    Filled,
    Canceled,
    CanceledPostOnly,
    CanceledReduceOnly,
    CanceledPositionNotAllowed,
    CanceledMarginNotAllowed,
    CanceledTooMuchSlippage,
    CanceledNotEnoughLiquidity,
    CanceledSelfTrade,
    CanceledExpired,
    CanceledOneCancelsOther,
    CanceledChild,
    CanceledLiquidation,
    CanceledInvalidBalance,
};
constexpr Names<OrderStatus, 17> namesOf(OrderStatus /*kind*/)
{
    using enum OrderStatus;
    return {{{"in-progress", InProgress},
             {"pending", Pending},
             {"open", Open},
             {"filled", Filled},
             {"canceled", Canceled},
             {"canceled-post-only", CanceledPostOnly},
             {"canceled-reduce-only", CanceledReduceOnly},
             {"canceled-position-not-allowed", CanceledPositionNotAllowed},
             {"canceled-margin-not-allowed", CanceledMarginNotAllowed},
             {"canceled-too-much-slippage", CanceledTooMuchSlippage},
             {"canceled-not-enough-liquidity", CanceledNotEnoughLiquidity},
             {"canceled-self-trade", CanceledSelfTrade},
             {"canceled-expired", CanceledExpired},
             {"canceled-oco", CanceledOneCancelsOther},
             {"canceled-child", CanceledChild},
             {"canceled-liquidation", CanceledLiquidation},
             {"canceled-invalid-balance", CanceledInvalidBalance}}};
}

enum class OrderKind : std::uint8_t
{
    Other,
    Limit,
    Market,
    StopLoss,
    StopLossLimit,
    TakeProfit,
    TakeProfitLimit,
    Twap,
    TwapSlice,
    Liquidation,
};
constexpr Names<OrderKind, 9> namesOf(OrderKind /*kind*/)
{
    using enum OrderKind;
    return {{{"limit", Limit},
             {"market", Market},
             {"stop-loss", StopLoss},
             {"stop-loss-limit", StopLossLimit},
             {"take-profit", TakeProfit},
             {"take-profit-limit", TakeProfitLimit},
             {"twap", Twap},
             {"twap-sub", TwapSlice},
             {"liquidation", Liquidation}}};
}

enum class TimeInForce : std::uint8_t
{
    Other,
    GoodTillTime,
    ImmediateOrCancel,
    PostOnly
};
constexpr Names<TimeInForce, 3> namesOf(TimeInForce /*kind*/)
{
    using enum TimeInForce;
    return {{{"good-till-time", GoodTillTime},
             {"immediate-or-cancel", ImmediateOrCancel},
             {"post-only", PostOnly}}};
}

enum class TradeKind : std::uint8_t
{
    Other,
    Trade,
    Liquidation,
    Deleverage,
    MarketSettlement
};
constexpr Names<TradeKind, 4> namesOf(TradeKind /*kind*/)
{
    using enum TradeKind;
    return {{{"trade", Trade},
             {"liquidation", Liquidation},
             {"deleverage", Deleverage},
             {"market-settlement", MarketSettlement}}};
}

enum class MarketStatus : std::uint8_t
{
    Other, ///< not for trading
    Inactive,
    Active
};
constexpr Names<MarketStatus, 2> namesOf(MarketStatus /*kind*/)
{
    return {{{"inactive", MarketStatus::Inactive}, {"active", MarketStatus::Active}}};
}

enum class Payer : std::uint8_t
{
    Other,
    Long,
    Short
};
constexpr Names<Payer, 2> namesOf(Payer /*kind*/)
{
    return {{{"long", Payer::Long}, {"short", Payer::Short}}};
}

/// The venue's refusal, in an answer or in a frame of its own.
struct Refusal
{
    std::int32_t code = 0;
    std::optional<std::string> message;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("code", self.code);
        visitor.optional("message", self.message);
    }
};

// ── Rows ────────────────────────────────────────────────────────────────────────────────────────

/// One price of a book and all that rests there; nothing rests at a size of zero.
struct Level
{
    Decimal price;
    Decimal size;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("price", self.price);
        visitor.required("size", self.size);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return price.mantissa > 0 && size.mantissa >= 0;
    }
};

/// The best of one side, where there is one.
struct BestLevel
{
    std::optional<Decimal> price;
    std::optional<Decimal> size;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.optional("price", self.price);
        visitor.optional("size", self.size);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return price.has_value() == size.has_value() && (!price || price->mantissa > 0)
               && (!size || size->mantissa >= 0);
    }
};

struct Trade
{
    std::int64_t id = 0; ///< unique in its market
    TradeKind kind{};
    std::int16_t market = 0;
    Decimal size;
    Decimal price;
    std::int64_t askOrder = 0;
    std::int64_t bidOrder = 0;
    std::int64_t askClientOrder = 0; ///< 0 is none
    std::int64_t bidClientOrder = 0;
    std::int64_t askAccount = 0;
    std::int64_t bidAccount = 0;
    bool makerIsAsk = false;   ///< then the taker bought
    std::int64_t takerFee = 0; ///< millionths of the notional
    std::int64_t makerFee = 0;
    Timestamp time;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("trade_id", self.id);
        visitor.required("type", self.kind);
        visitor.required("market_id", self.market);
        visitor.required("size", self.size);
        visitor.required("price", self.price);
        visitor.required("ask_id", self.askOrder);
        visitor.required("bid_id", self.bidOrder);
        visitor.required("ask_client_id", self.askClientOrder);
        visitor.required("bid_client_id", self.bidClientOrder);
        visitor.required("ask_account_id", self.askAccount);
        visitor.required("bid_account_id", self.bidAccount);
        visitor.required("is_maker_ask", self.makerIsAsk);
        visitor.required("timestamp", self.time);
        visitor.defaulted("taker_fee", self.takerFee);
        visitor.defaulted("maker_fee", self.makerFee);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return size.mantissa > 0 && price.mantissa > 0;
    }
};

struct Order
{
    std::int64_t index = 0;
    std::int64_t clientIndex = 0; ///< 0 is none
    std::int16_t market = 0;
    std::int64_t account = 0;
    Decimal initialSize;
    Decimal remainingSize;
    Decimal filledSize;
    Decimal filledQuote;
    Decimal price;
    Decimal triggerPrice; ///< zero is none
    bool isAsk = false;
    bool reduceOnly = false;
    OrderKind kind{};
    TimeInForce timeInForce{};
    OrderStatus status{};
    Timestamp expiry; ///< the epoch itself is none
    Timestamp time;   ///< when it was made
    std::optional<std::int64_t> parent;
    std::optional<Timestamp> updatedAt;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("order_index", self.index);
        visitor.required("client_order_index", self.clientIndex);
        visitor.required("market_index", self.market);
        visitor.required("owner_account_index", self.account);
        visitor.required("initial_base_amount", self.initialSize);
        visitor.required("price", self.price);
        visitor.required("remaining_base_amount", self.remainingSize);
        visitor.required("is_ask", self.isAsk);
        visitor.required("filled_base_amount", self.filledSize);
        visitor.required("filled_quote_amount", self.filledQuote);
        visitor.required("type", self.kind);
        visitor.required("time_in_force", self.timeInForce);
        visitor.required("reduce_only", self.reduceOnly);
        visitor.required("trigger_price", self.triggerPrice);
        visitor.required("order_expiry", self.expiry);
        visitor.required("status", self.status);
        visitor.optional("parent_order_index", self.parent);
        visitor.required("timestamp", self.time);
        visitor.optional("updated_at", self.updatedAt);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return initialSize.mantissa >= 0 && remainingSize.mantissa >= 0 && filledSize.mantissa >= 0
               && price.mantissa >= 0 && triggerPrice.mantissa >= 0;
    }
};

struct Position
{
    std::int16_t market = 0;
    std::string symbol;
    int sign = 0;
    Decimal magnitude; ///< absolute; size() has the sign
    Decimal averageEntryPrice;
    Decimal value;
    Decimal unrealizedPnl;
    Decimal realizedPnl;
    Decimal initialMarginPercent;
    int marginMode = 0; ///< 0 cross, 1 isolated
    Decimal allocatedMargin;
    std::optional<Decimal> liquidationPrice;
    std::int64_t openOrders = 0;
    std::int64_t pendingOrders = 0;

    /// Positive is long, zero is flat.
    [[nodiscard]] Decimal size() const noexcept
    {
        return {sign < 0 ? -magnitude.mantissa : magnitude.mantissa, magnitude.decimals};
    }

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("market_id", self.market);
        visitor.required("symbol", self.symbol);
        visitor.required("initial_margin_fraction", self.initialMarginPercent);
        visitor.required("open_order_count", self.openOrders);
        visitor.required("pending_order_count", self.pendingOrders);
        visitor.required("sign", self.sign);
        visitor.required("position", self.magnitude);
        visitor.required("avg_entry_price", self.averageEntryPrice);
        visitor.required("position_value", self.value);
        visitor.required("unrealized_pnl", self.unrealizedPnl);
        visitor.required("realized_pnl", self.realizedPnl);
        visitor.optional("liquidation_price", self.liquidationPrice);
        visitor.required("margin_mode", self.marginMode);
        visitor.required("allocated_margin", self.allocatedMargin);
    }
    /// A size without a direction is neither flat nor a position.
    [[nodiscard]] bool consistent() const noexcept
    {
        return magnitude.mantissa >= 0 && sign >= -1 && sign <= 1
               && (sign != 0 || magnitude.mantissa == 0);
    }
};

struct Asset
{
    std::string symbol;
    std::int16_t id = 0;
    Decimal balance;
    Decimal lockedBalance;
    std::optional<Decimal> marginBalance;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("symbol", self.symbol);
        visitor.required("asset_id", self.id);
        visitor.required("balance", self.balance);
        visitor.required("locked_balance", self.lockedBalance);
        visitor.optional("margin_balance", self.marginBalance);
    }
};

struct MarketStats
{
    std::string symbol;
    std::int16_t market = 0;
    Decimal indexPrice;
    Decimal markPrice;
    std::optional<Decimal> midPrice;
    std::optional<Decimal> lastPrice;
    std::optional<Decimal> openInterest;
    std::optional<Decimal> estimatedFundingPercent; ///< of the running hour
    std::optional<Decimal> settledFundingPercent;   ///< of the last one
    std::optional<Timestamp> fundingTime;           ///< when that was
    std::optional<Decimal> dayBaseVolume;
    std::optional<Decimal> dayQuoteVolume;
    std::optional<Decimal> dayLow;
    std::optional<Decimal> dayHigh;
    std::optional<Decimal> dayChangePercent;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("symbol", self.symbol);
        visitor.required("market_id", self.market);
        visitor.required("index_price", self.indexPrice);
        visitor.required("mark_price", self.markPrice);
        visitor.optional("mid_price", self.midPrice);
        visitor.optional("open_interest", self.openInterest);
        visitor.optional("last_trade_price", self.lastPrice);
        visitor.optional("current_funding_rate", self.estimatedFundingPercent);
        visitor.optional("funding_rate", self.settledFundingPercent);
        visitor.optional("funding_timestamp", self.fundingTime);
        visitor.sum("daily_base_token_volume", self.dayBaseVolume);
        visitor.sum("daily_quote_token_volume", self.dayQuoteVolume);
        visitor.sum("daily_price_low", self.dayLow);
        visitor.sum("daily_price_high", self.dayHigh);
        visitor.sum("daily_price_change", self.dayChangePercent);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return indexPrice.mantissa > 0 && markPrice.mantissa > 0;
    }
};

struct Candle
{
    Timestamp start;
    Decimal open;
    Decimal high;
    Decimal low;
    Decimal close;
    Decimal baseVolume;
    Decimal quoteVolume;
    std::int64_t lastTrade = 0;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("t", self.start);
        visitor.required("o", self.open);
        visitor.required("h", self.high);
        visitor.required("l", self.low);
        visitor.required("c", self.close);
        visitor.sum("v", self.baseVolume);
        visitor.sum("V", self.quoteVolume);
        visitor.defaulted("i", self.lastTrade);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return open.mantissa > 0 && high.mantissa > 0 && low.mantissa > 0 && close.mantissa > 0
               && baseVolume.mantissa >= 0;
    }
};

struct Transaction
{
    std::string hash;
    std::int32_t type = 0;
    std::string eventInfo; ///< JSON in a text; `failure` is taken out of it
    std::int64_t status =
        0; ///< 0 failed, 1 pending, 2 executed, 3 pending and final, then the block's
    std::int64_t account = 0;
    std::int64_t nonce = 0;
    std::optional<std::int32_t> apiKey;
    Timestamp expiredAt;
    std::string failure; ///< why it failed; empty if it did not

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("hash", self.hash);
        visitor.required("type", self.type);
        visitor.required("event_info", self.eventInfo);
        visitor.required("status", self.status);
        visitor.required("account_index", self.account);
        visitor.required("nonce", self.nonce);
        visitor.optional("api_key_index", self.apiKey);
        visitor.required("expire_at", self.expiredAt);
    }
};

struct Notice
{
    std::string id;
    std::string kind; ///< liquidation, deleverage, announcement

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("id", self.id);
        visitor.required("kind", self.kind);
    }
};

// ── Frames of the stream ────────────────────────────────────────────────────────────────────────

/// "order_book:0" and "order_book/0" are the same.
struct Channel
{
    std::string family;
    std::vector<std::string> parts;

    static Channel parse(std::string_view text);
    /// With slashes, as it is asked for.
    [[nodiscard]] std::string text() const;
    friend bool operator==(const Channel&, const Channel&) = default;
};

struct Connected
{
    std::optional<std::string> session;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.optional("session_id", self.session);
    }
};
struct Ping
{};
struct Pong
{};
struct Unsubscribed
{
    Channel channel;
};
/// A refusal, sometimes with the id of the request.
struct ErrorFrame
{
    Refusal refusal;
    std::optional<std::string> id;
};
/// What is not ours: a channel we do not use, an announcement.
struct OtherFrame
{
    std::string type;
    std::optional<std::int64_t> closesInMs; ///< the venue is about to close the connection
};

/// What every frame of a channel says.
struct ChannelFrame
{
    Extent extent{};
    Channel channel;
    std::optional<Timestamp> time; ///< of the server
};

struct OrderBook
{
    std::vector<Level> asks;
    std::vector<Level> bids;
    std::int64_t nonce = 0;
    std::int64_t beginNonce = 0;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("asks", self.asks);
        visitor.list("bids", self.bids);
        visitor.required("nonce", self.nonce);
        visitor.required("begin_nonce", self.beginNonce);
    }
    [[nodiscard]] bool consistent() const noexcept { return beginNonce <= nonce; }
};

struct OrderBookFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "order_book";

    std::int16_t market = 0;
    OrderBook book;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("order_book", self.book);
    }
};

struct Ticker
{
    BestLevel ask;
    BestLevel bid;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("a", self.ask);
        visitor.required("b", self.bid);
    }
};

struct TickerFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "ticker";

    std::int16_t market = 0;
    std::int64_t nonce = 0;
    Ticker ticker;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("ticker", self.ticker);
        visitor.required("nonce", self.nonce);
    }
};

struct TradeFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "trade";

    std::int16_t market = 0;
    std::vector<Trade> trades;
    std::vector<Trade> liquidations;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.openList("trades", self.trades);
        visitor.openList("liquidation_trades", self.liquidations);
    }
};

struct MarketStatsFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "market_stats";

    std::vector<MarketStats> markets;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("market_stats", self.markets);
    }
};

struct CandleFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "candle";

    std::int16_t market = 0;
    std::string resolution;
    std::vector<Candle> candles;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("candles", self.candles);
    }
};

struct AccountOrdersFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "account_all_orders";

    std::int64_t account = 0;
    std::vector<Order> orders;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("orders", self.orders);
    }
};

struct AccountTradesFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "account_all_trades";

    std::int64_t account = 0;
    std::vector<Trade> trades;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("trades", self.trades);
    }
};

struct AccountPositionsFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "account_all_positions";

    std::int64_t account = 0;
    std::vector<Position> positions;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("positions", self.positions);
    }
};

struct AccountAssetsFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "account_all_assets";

    std::int64_t account = 0;
    std::vector<Asset> assets;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("assets", self.assets);
    }
};

struct UserStats
{
    Decimal collateral;
    Decimal portfolioValue;
    Decimal availableBalance;
    Decimal leverage;
    Decimal marginUsagePercent;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("collateral", self.collateral);
        visitor.required("portfolio_value", self.portfolioValue);
        visitor.required("available_balance", self.availableBalance);
        visitor.required("leverage", self.leverage);
        visitor.required("margin_usage", self.marginUsagePercent);
    }
};

struct UserStatsFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "user_stats";

    std::int64_t account = 0;
    UserStats stats;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("stats", self.stats);
    }
};

struct AccountTransactionsFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "account_tx";

    std::int64_t account = 0;
    std::vector<Transaction> transactions;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("txs", self.transactions);
    }
};

struct NotificationFrame : ChannelFrame
{
    static constexpr std::string_view kFamily = "notification";

    std::int64_t account = 0;
    std::vector<Notice> notices;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("notifs", self.notices);
    }
};

/// The answer to a transaction or a batch. 200 is taken, not executed.
struct SendAnswer
{
    std::int32_t code = 0;
    std::optional<std::string> id; ///< our own; only on the stream
    std::optional<std::string> message;
    std::vector<std::string> hashes;
    std::optional<Timestamp> predictedExecution;
    std::optional<std::int64_t> volumeQuota;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("code", self.code);
        visitor.optional("id", self.id);
        visitor.optional("message", self.message);
        visitor.openList("tx_hash", self.hashes);
        visitor.optional("predicted_execution_time_ms", self.predictedExecution);
        visitor.optional("volume_quota_remaining", self.volumeQuota);
    }
    /// What was taken has a name.
    [[nodiscard]] bool consistent() const noexcept { return code != kTaken || !hashes.empty(); }

    static constexpr std::int32_t kTaken = 200;
};

using Frame = std::variant<Connected,
                           Ping,
                           Pong,
                           Unsubscribed,
                           ErrorFrame,
                           SendAnswer,
                           OrderBookFrame,
                           TickerFrame,
                           TradeFrame,
                           MarketStatsFrame,
                           CandleFrame,
                           AccountOrdersFrame,
                           AccountTradesFrame,
                           AccountPositionsFrame,
                           AccountAssetsFrame,
                           UserStatsFrame,
                           AccountTransactionsFrame,
                           NotificationFrame,
                           OtherFrame>;

// ── Answers to requests ─────────────────────────────────────────────────────────────────────────

struct MarketConfig
{
    bool forceReduceOnly = false;
    std::string tradingHours; ///< empty: always
    std::optional<bool> hidden;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("force_reduce_only", self.forceReduceOnly);
        visitor.required("trading_hours", self.tradingHours);
        visitor.optional("hidden", self.hidden);
    }
};

/// A perpetual market: its units, limits, margins and state. Margin fractions in 1/10000.
struct Market
{
    std::string symbol;
    std::int16_t id = 0;
    MarketStatus status{};
    int sizeDecimals = 0;
    int priceDecimals = 0;
    int supportedSizeDecimals = 0;
    int supportedPriceDecimals = 0;
    Decimal minimumBase;
    Decimal minimumQuote;
    Decimal quoteLimit;
    Decimal takerFeePercent; ///< of a standard account; the account's own are in AccountLimits
    Decimal makerFeePercent;
    std::int32_t defaultInitialMargin = 0;
    std::int32_t minimumInitialMargin = 0;
    std::int32_t maintenanceMargin = 0;
    std::int32_t closeOutMargin = 0;
    std::optional<Decimal> lastPrice;
    std::optional<Decimal> openInterest;
    std::optional<Decimal> dayQuoteVolume;
    std::optional<Decimal> dayChangePercent;
    MarketConfig config;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("symbol", self.symbol);
        visitor.required("market_id", self.id);
        visitor.required("status", self.status);
        visitor.required("taker_fee", self.takerFeePercent);
        visitor.required("maker_fee", self.makerFeePercent);
        visitor.required("min_base_amount", self.minimumBase);
        visitor.required("min_quote_amount", self.minimumQuote);
        visitor.required("order_quote_limit", self.quoteLimit);
        visitor.required("supported_size_decimals", self.supportedSizeDecimals);
        visitor.required("supported_price_decimals", self.supportedPriceDecimals);
        visitor.required("size_decimals", self.sizeDecimals);
        visitor.required("price_decimals", self.priceDecimals);
        visitor.required("default_initial_margin_fraction", self.defaultInitialMargin);
        visitor.required("min_initial_margin_fraction", self.minimumInitialMargin);
        visitor.required("maintenance_margin_fraction", self.maintenanceMargin);
        visitor.required("closeout_margin_fraction", self.closeOutMargin);
        visitor.sum("last_trade_price", self.lastPrice);
        visitor.sum("daily_quote_token_volume", self.dayQuoteVolume);
        visitor.sum("daily_price_change", self.dayChangePercent);
        visitor.sum("open_interest", self.openInterest);
        visitor.required("market_config", self.config);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return id >= 0 && sizeDecimals >= 0 && sizeDecimals <= kMostDecimals && priceDecimals >= 0
               && priceDecimals <= kMostDecimals && minimumBase.mantissa >= 0
               && minimumQuote.mantissa >= 0 && maintenanceMargin > 0
               && defaultInitialMargin >= minimumInitialMargin
               && minimumInitialMargin >= maintenanceMargin;
    }

    static constexpr int kMostDecimals = 9;
};

struct Markets
{
    std::vector<Market> perpetuals;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.rows("order_book_details", self.perpetuals);
    }
};

/// One order that rests in the book.
struct RestingOrder
{
    Decimal remaining;
    Decimal price;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("remaining_base_amount", self.remaining);
        visitor.required("price", self.price);
    }
    [[nodiscard]] bool consistent() const noexcept
    {
        return price.mantissa > 0 && remaining.mantissa >= 0;
    }
};

/// Single orders, best first. It has no nonce, so it can neither seed nor repair a book.
struct BookOrders
{
    std::vector<RestingOrder> asks;
    std::vector<RestingOrder> bids;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("asks", self.asks);
        visitor.list("bids", self.bids);
    }
};

struct Trades
{
    std::vector<Trade> trades;
    std::optional<std::string> nextCursor;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.openList("trades", self.trades);
        visitor.optional("next_cursor", self.nextCursor);
    }
};

struct Candles
{
    std::string resolution;
    std::vector<Candle> candles;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("r", self.resolution);
        visitor.openList("c", self.candles);
    }
};

/// What one hour cost: USDC for one base, and percent without a sign.
struct Funding
{
    Timestamp time;
    Decimal value;
    Decimal percent;
    Payer payer{};

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("timestamp", self.time);
        visitor.required("value", self.value);
        visitor.required("rate", self.percent);
        visitor.required("direction", self.payer);
    }
};

struct Fundings
{
    std::vector<Funding> fundings;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.openList("fundings", self.fundings);
    }
};

/// A rate now, of this and of other exchanges: a fraction for eight hours.
struct FundingRate
{
    std::int16_t market = 0;
    std::string exchange;
    Decimal eightHourRate;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("market_id", self.market);
        visitor.required("exchange", self.exchange);
        visitor.required("rate", self.eightHourRate);
    }
};

struct FundingRates
{
    std::vector<FundingRate> rates;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("funding_rates", self.rates);
    }
};

struct ServerStatus
{
    Timestamp time; ///< whole seconds

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("timestamp", self.time);
    }
};

struct NextNonce
{
    std::int64_t nonce = 0;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("nonce", self.nonce);
    }
    [[nodiscard]] bool consistent() const noexcept { return nonce >= 0; }
};

struct ApiKey
{
    std::int64_t account = 0;
    std::int32_t slot = 0;
    std::int64_t nonce = 0;
    std::string publicKey; ///< 80 hexadecimal digits

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("account_index", self.account);
        visitor.required("api_key_index", self.slot);
        visitor.required("nonce", self.nonce);
        visitor.required("public_key", self.publicKey);
    }
};

struct ApiKeys
{
    std::vector<ApiKey> keys;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.openList("api_keys", self.keys);
    }
};

struct Account
{
    std::int64_t index = 0;
    std::int64_t cancelAllTime = 0; ///< other than 0: somebody has scheduled one
    std::int64_t totalOrders = 0;
    std::int64_t pendingOrders = 0;
    Decimal availableBalance;
    Decimal collateral;
    std::optional<Decimal> totalValue;
    std::vector<Position> positions;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("index", self.index);
        visitor.required("cancel_all_time", self.cancelAllTime);
        visitor.required("total_order_count", self.totalOrders);
        visitor.required("pending_order_count", self.pendingOrders);
        visitor.required("available_balance", self.availableBalance);
        visitor.required("collateral", self.collateral);
        visitor.list("positions", self.positions);
        visitor.optional("total_asset_value", self.totalValue);
    }
};

struct Accounts
{
    std::vector<Account> accounts;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("accounts", self.accounts);
    }
};

/// An account of an owner, without its positions.
struct SubAccount
{
    std::int64_t index = 0;
    Decimal collateral;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("index", self.index);
        visitor.required("collateral", self.collateral);
    }
};

struct SubAccounts
{
    std::vector<SubAccount> accounts;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("sub_accounts", self.accounts);
    }
};

/// Tier and fees of the account, fees in millionths.
struct AccountLimits
{
    std::string tier;
    std::int32_t makerFee = 0;
    std::int32_t takerFee = 0;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("user_tier_name", self.tier);
        visitor.required("current_maker_fee_tick", self.makerFee);
        visitor.required("current_taker_fee_tick", self.takerFee);
    }
};

struct Orders
{
    std::vector<Order> orders;
    std::optional<std::string> nextCursor;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("orders", self.orders);
        visitor.optional("next_cursor", self.nextCursor);
    }
};

struct Transactions
{
    std::vector<Transaction> transactions;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("txs", self.transactions);
    }
};

/// A payment of funding to (positive) or from the account.
struct FundingPayment
{
    std::int64_t id = 0;
    Timestamp time;
    std::int16_t market = 0;
    Decimal change;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.required("timestamp", self.time);
        visitor.required("market_id", self.market);
        visitor.required("funding_id", self.id);
        visitor.required("change", self.change);
    }
};

struct FundingPayments
{
    std::vector<FundingPayment> payments;
    std::optional<std::string> nextCursor;

    template <typename Self, typename Visitor>
    static void visit(Self& self, Visitor& visitor)
    {
        visitor.list("position_fundings", self.payments);
        visitor.optional("next_cursor", self.nextCursor);
    }
};

} // namespace wick::lighter::wire
