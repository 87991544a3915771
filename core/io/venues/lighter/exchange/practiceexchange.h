#pragma once

#include "core/base/result.h"
#include "core/io/venues/lighter/exchange/exchangemarket.h"
#include "core/io/venues/lighter/exchange/transactionreader.h"
#include "core/venues/lighter/crypto/quintic.h"
#include "core/venues/lighter/messages.h"

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace wick::exchange {

using lighter::wire::OrderStatus;

/// What an account pays and waits, and how often it may ask. Source: the venue's documents.
struct Tier
{
    std::string name;
    core::Ppm takerFee;
    core::Ppm makerFee;
    core::Duration takerDelay;
    core::Duration makerDelay; ///< of cancels as well
    std::int64_t readBudget = 60;
    std::int64_t sendBudget = 0; ///< 0: sends are part of the read budget
};
[[nodiscard]] Tier standardTier();
[[nodiscard]] Tier premiumTier();
[[nodiscard]] Tier plusTier();

/// One order from its acceptance on. Amounts are lots and ticks of the market.
struct Order
{
    std::int64_t index = 0;
    std::int64_t account = 0;
    lighter::OrderFields fields; ///< as they are in force
    OrderStatus status{};
    std::int64_t initial = 0;
    std::int64_t filled = 0;
    core::Money filledQuote;
    std::int64_t parent = 0;            ///< waits until that one has executed
    std::int64_t other = 0;             ///< one cancels the other
    std::vector<std::int64_t> children; ///< that come alive with it
    core::Timestamp created;
    core::Timestamp updated;
    std::int64_t transaction = 0; ///< that made it

    [[nodiscard]] std::int64_t remaining() const noexcept { return initial - filled; }
    [[nodiscard]] bool working() const noexcept
    {
        return status == OrderStatus::Open || status == OrderStatus::Pending;
    }
    [[nodiscard]] core::Side side() const noexcept
    {
        return fields.side == lighter::OrderSide::Bid ? core::Side::Buy : core::Side::Sell;
    }
};

struct Position
{
    std::int64_t lots = 0; ///< signed
    core::Money cost;      ///< signed value of the open lots at their entry prices
    core::Money realised;
    core::Money fundingPaid;
    std::int32_t initialMargin = 0; ///< 1/10000; 0: the market's default
};

/// A fill of one of our orders.
struct OwnTrade
{
    MarketTrade trade;
    std::int16_t market = 0;
    std::int64_t account = 0;
    std::int64_t order = 0;
    std::int64_t clientOrder = 0;
    bool taker = false;
    core::Side side{};
    core::Ppm rate;
    core::Money fee;
    std::int64_t lotsBefore = 0;
    core::Money costBefore;
    core::Money realised;
    bool liquidation = false;
};

struct FundingPayment
{
    std::int64_t id = 0;
    core::Timestamp time;
    std::int16_t market = 0;
    std::int64_t account = 0;
    core::Money paid; ///< by the account
    std::int64_t ratePerBillion = 0;
    std::int64_t lots = 0;
};

enum class TransactionState : std::uint8_t
{
    Failed = 0,
    Pending = 1,
    Executed = 2
};

/// A transaction that was taken.
struct TransactionRecord
{
    std::int64_t sequence = 0;
    std::string hash;
    ReceivedTransaction transaction;
    std::string info;
    TransactionState state = TransactionState::Pending;
    std::string failure;
    core::Timestamp queuedAt;
    core::Timestamp executedAt;
};

/// The ledger of an account: all flows are rounded once, so sums are exact.
struct Account
{
    struct Key
    {
        lighter::Quintic publicKey{};
        std::int64_t nextNonce = 0;
    };

    std::int64_t index = 0;
    core::Money deposited;
    core::Money collateral; ///< deposit, realised results, fees and funding
    core::Money fees;       ///< paid
    core::Money funding;    ///< paid
    std::map<std::uint8_t, Key> keys;
    std::map<std::int16_t, Position> positions;
    core::Timestamp cancelAllAt; ///< the epoch: none is scheduled
};

/// Why something is refused, in the venue's numbers.
struct ExchangeRefusal
{
    std::int32_t code = 0;
    std::string message;
};

/// A transaction has been taken; what comes of it shows later.
struct Acceptance
{
    std::string hash;
    core::Timestamp predictedExecution;
};

/// What has happened since it was asked last. Numbers; the rest is looked up.
struct Happenings
{
    std::vector<std::int64_t> orders;
    std::vector<std::size_t> ownTrades;
    std::vector<std::int64_t> transactions;
    std::set<std::int64_t> accounts; ///< balance or positions
    std::map<std::int16_t, std::vector<std::int64_t>> trades;
    std::set<std::int16_t> books;
    std::set<std::int16_t> fundings;
};

struct ExchangeSetup
{
    lighter::ChainId chain;
    Tier tier = standardTier();
    std::vector<MarketRules> markets;
    std::vector<std::vector<core::ClosedBar>> history; ///< by market
    core::Timestamp start;
};

/// An exchange with Lighter's rules of transactions, orders and margin, over a market that is fed
/// in. Our orders meet that market's book and trades; strangers are only there in it. Times are
/// market times and never go back. Source: the dossier's transactions page.
class PracticeExchange
{
public:
    explicit PracticeExchange(ExchangeSetup setup);

    void open(std::int64_t account, core::Money collateral);
    void addKey(std::int64_t account, std::uint8_t slot, const lighter::Quintic& publicKey);

    /// Carries out what is due by then.
    void advance(core::Timestamp now);
    /// The market moves; the step's time is now.
    void onStep(const core::MarketStep& step);
    /// Checks and takes a transaction.
    [[nodiscard]] core::Result<Acceptance, ExchangeRefusal>
    send(std::int64_t type, const QJsonObject& info, const std::string& text, core::Timestamp now);
    [[nodiscard]] Happenings take();
    /// The next number of a market's book.
    std::int64_t countBook(std::int16_t market);

    /// No new exposure is taken while it lasts.
    bool maintenance = false;
    /// Reduce-only orders that find nothing to reduce vanish without a word.
    bool dropsReduceOnlySilently = false;

    [[nodiscard]] const ExchangeSetup& setup() const noexcept { return m_setup; }
    [[nodiscard]] core::Timestamp now() const noexcept { return m_now; }
    [[nodiscard]] const std::vector<ExchangeMarket>& markets() const noexcept { return m_markets; }
    [[nodiscard]] const ExchangeMarket* market(std::int64_t id) const noexcept;
    [[nodiscard]] const std::map<std::int64_t, Account>& accounts() const noexcept
    {
        return m_accounts;
    }
    [[nodiscard]] const Account* account(std::int64_t index) const noexcept;
    [[nodiscard]] const std::map<std::int64_t, Order>& orders() const noexcept { return m_orders; }
    [[nodiscard]] const std::vector<OwnTrade>& ownTrades() const noexcept { return m_ownTrades; }
    [[nodiscard]] const std::vector<FundingPayment>& payments() const noexcept
    {
        return m_payments;
    }
    [[nodiscard]] const std::vector<TransactionRecord>& transactions() const noexcept
    {
        return m_transactions;
    }
    /// All that rests at each price of this side, ours included, best first.
    [[nodiscard]] std::vector<core::BookLevel> levels(const ExchangeMarket& market,
                                                      core::Side side) const;
    /// Result of the open lots at the mark.
    [[nodiscard]] core::Money unrealised(const Account& account) const;
    [[nodiscard]] core::Money value(const Account& account) const
    {
        return account.collateral + unrealised(account);
    }
    /// What the open positions demand, by 1/10000 of each market's notional.
    [[nodiscard]] core::Money marginOf(const Account& account, bool forMaintenance) const;

private:
    using Check = std::optional<ExchangeRefusal>;

    [[nodiscard]] Check refusalOf(std::int64_t type,
                                  const std::optional<ReceivedTransaction>& transaction) const;
    [[nodiscard]] Check refusalOfKey(const ReceivedTransaction& transaction) const;
    [[nodiscard]] Check refusalOfBody(const ReceivedTransaction& transaction) const;
    [[nodiscard]] Check refusalOfOrder(const lighter::OrderFields& order,
                                       std::int64_t account) const;
    [[nodiscard]] core::Duration delayOf(const ReceivedTransaction& transaction) const;

    void execute(TransactionRecord& record);
    [[nodiscard]] std::string carryOut(const lighter::CreateOrder& body,
                                       const TransactionRecord& record);
    [[nodiscard]] std::string carryOut(const lighter::CancelOrder& body,
                                       const TransactionRecord& record);
    [[nodiscard]] std::string carryOut(const lighter::CancelAllOrders& body,
                                       const TransactionRecord& record);
    [[nodiscard]] std::string carryOut(const lighter::ModifyOrder& body,
                                       const TransactionRecord& record);
    [[nodiscard]] std::string carryOut(const lighter::CreateGroupedOrders& body,
                                       const TransactionRecord& record);
    [[nodiscard]] std::string carryOut(const lighter::UpdateLeverage& body,
                                       const TransactionRecord& record);
    [[nodiscard]] std::string carryOut(const lighter::UpdateMargin& body,
                                       const TransactionRecord& record);

    Order& place(const lighter::OrderFields& fields, const TransactionRecord& record);
    void begin(Order& order);
    void trigger(Order& order);
    void take(Order& order, ExchangeMarket& market);
    [[nodiscard]] bool reduces(Order& order);
    [[nodiscard]] bool hasMargin(const Order& order, const ExchangeMarket& market) const;
    void
    fill(Order& order, ExchangeMarket& market, core::Price price, std::int64_t lots, bool taker);
    void book(const Order& order, const ExchangeMarket& market, OwnTrade& trade);
    void afterFill(Order& order);
    void end(Order& order, OrderStatus status);
    void touch(Order& order);
    void cancelAll(std::int64_t account, std::optional<std::int16_t> market);
    void meetTrade(ExchangeMarket& market, const core::Trade& trade);
    void meetBook(ExchangeMarket& market);
    void checkTriggers(ExchangeMarket& market);
    void expire();
    void payFunding(ExchangeMarket& market, const core::FundingRate& rate);
    void liquidate(Account& account);
    [[nodiscard]] Order* findOrder(std::int64_t account, std::int16_t market, std::int64_t index);
    [[nodiscard]] ExchangeMarket& marketOf(const Order& order);
    [[nodiscard]] std::vector<std::int64_t> workingIn(std::int16_t market) const;

    ExchangeSetup m_setup;
    core::Timestamp m_now;
    std::vector<ExchangeMarket> m_markets;
    std::map<std::int64_t, Account> m_accounts;
    std::map<std::int64_t, Order> m_orders;
    std::set<std::int64_t> m_working; ///< orders that rest or wait
    std::vector<OwnTrade> m_ownTrades;
    std::vector<FundingPayment> m_payments;
    std::vector<TransactionRecord> m_transactions;
    std::multimap<core::Timestamp, std::size_t> m_due; ///< of m_transactions
    Happenings m_happenings;
    std::int64_t m_nextOrder;
    std::int64_t m_nextTrade = 1'000'001;
};

} // namespace wick::exchange
