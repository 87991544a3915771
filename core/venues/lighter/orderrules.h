#pragma once

#include "core/venues/lighter/objection.h"
#include "core/venues/lighter/transactions.h"

#include <cstdint>

namespace wick::lighter {

/// Perpetuals have the numbers 0 to 254, spot markets 2048 to 4094.
[[nodiscard]] Objection objectionToMarket(std::int16_t market) noexcept;
[[nodiscard]] Objection objectionToPerpetual(std::int16_t market) noexcept;
/// 0 is let through: whether it may be is another rule.
[[nodiscard]] Objection objectionToBaseAmount(std::int64_t baseAmount) noexcept;
/// All rules of an order that stands alone.
[[nodiscard]] Objection objectionToOrder(const OrderFields& order) noexcept;
/// The number of orders in a group, and the rules of each for itself.
[[nodiscard]] Objection objectionToMembers(const CreateGroupedOrders& group) noexcept;
/// How the orders of a group, good in themselves, must fit together.
[[nodiscard]] Objection objectionToGrouping(const CreateGroupedOrders& group) noexcept;

} // namespace wick::lighter
