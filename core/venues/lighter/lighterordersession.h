#pragma once

#include "core/domain/instrument.h"
#include "core/risk/approvedorder.h"
#include "core/venues/lighter/transactionsender.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace wick::lighter {

/// A market to trade: our instrument, and the venue's number and decimals for it.
struct TradedMarket
{
    core::Instrument instrument;
    std::int16_t market = 0;
    int priceDecimals = 0;
    int sizeDecimals = 0;
};

/// Every order of the venue has a worst price. Fractions of the price it is counted from.
struct OrderSettings
{
    core::Ppm entrySlippage{5'000};                  ///< of an entry at market
    core::Ppm exitSlippage{30'000};                  ///< of a stop and of an exit without one
    core::Duration protectionLife = core::days(28);  ///< the venue takes up to 30
    core::Duration stopEntryLife = core::minutes(6); ///< the venue takes no less than 5
};

/// A stop that stands alone: for an entry without children, and to renew one before it expires.
struct StopOrder
{
    core::OrderId id;
    core::InstrumentId instrument;
    core::Side side{};       ///< of the stop, so opposite to the position
    core::Quantity quantity; ///< none: the whole position
    core::Price trigger;
};

/// Why nothing was sent.
enum class OrderRefusal : std::uint8_t
{
    ApprovalExpired,
    UnknownMarket,
    NotInUnits, ///< a price or quantity between the venue's units, or beyond what it can count
    UnknownOrder,
    NoIndexLeft,
};

/// What was sent.
enum class OrderAction : std::uint8_t
{
    Place,
    Move,
    Cancel
};

/// What became of a sending. Taken is not carried out: that shows on the account's channels.
struct OrderAnswer
{
    OrderAction action{};
    core::OrderId order;
    SendResult result;
};

/// The orders of one account. It alone makes an OrderPermission, and only for an approved order or
/// for one that is reduce-only by construction; so no other code reaches the signer for orders.
/// Thread: one at a time. `now` is our own clock and never goes back.
class LighterOrderSession
{
public:
    using Outcome = core::Result<void, OrderRefusal>;

    /// `firstClientIndex` is above every index that was ever used. `signer` and `budget` must
    /// outlive it.
    LighterOrderSession(std::vector<TradedMarket> markets,
                        const OrderSettings& settings,
                        const Signer& signer,
                        RateBudget& budget,
                        std::int64_t firstClientIndex);

    /// An entry with its stop and target in one transaction; an entry at a trigger alone, as the
    /// venue has no such group.
    [[nodiscard]] Outcome submit(core::ApprovedOrder&& approved, core::Timestamp now);
    // What reduces needs no approval and never comes too late.
    [[nodiscard]] Outcome reduce(const core::ReduceOrder& order);
    [[nodiscard]] Outcome placeStop(const StopOrder& order, core::Timestamp now);
    [[nodiscard]] Outcome moveStop(core::OrderId order, core::Price trigger);
    [[nodiscard]] Outcome cancel(core::OrderId order);

    /// Connection, answers and nonces go to it.
    [[nodiscard]] TransactionSender& sender() noexcept { return m_sender; }
    /// Server time minus ours.
    void setClockOffset(core::Duration offset) noexcept;
    [[nodiscard]] std::vector<OrderAnswer> takeAnswers();

    [[nodiscard]] std::optional<std::int64_t> clientIndexOf(core::OrderId order) const;
    [[nodiscard]] std::optional<core::OrderId> orderOf(std::int64_t clientIndex) const;

private:
    struct Sending
    {
        OrderAction action{};
        core::OrderId order;
    };

    [[nodiscard]] const TradedMarket* find(core::InstrumentId instrument) const noexcept;
    [[nodiscard]] std::optional<std::int64_t> takeIndex() noexcept;
    [[nodiscard]] std::int64_t expiryAfter(core::Duration life, core::Timestamp now) const noexcept;
    [[nodiscard]] Outcome submitGroup(const core::Order& order,
                                      const TradedMarket& market,
                                      core::Timestamp notAfter,
                                      core::Timestamp now);
    [[nodiscard]] Outcome submitStopEntry(const core::Order& order,
                                          const TradedMarket& market,
                                          core::Timestamp notAfter,
                                          core::Timestamp now);
    /// Names the order, and makes it one that can only reduce.
    [[nodiscard]] Outcome sendReducing(core::OrderId id, OrderFields fields);
    void remember(core::OrderId id, const OrderFields& fields);
    void send(const Sending& what, Spending purpose, core::Timestamp notAfter, Sign sign);

    std::vector<TradedMarket> m_markets;
    OrderSettings m_settings;
    const Signer& m_signer;
    TransactionSender m_sender;
    core::Duration m_offset;
    std::int64_t m_nextIndex = 1;
    std::uint64_t m_tickets = 0;
    std::map<core::OrderId, OrderFields> m_orders; ///< as they were sent last
    std::map<std::int64_t, core::OrderId> m_byIndex;
    std::map<Ticket, Sending> m_sendings;
};

} // namespace wick::lighter
