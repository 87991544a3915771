#pragma once

#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/transactionerror.h"
#include "core/venues/lighter/transactions.h"

#include <QJsonObject>

#include <cstdint>
#include <optional>
#include <variant>

namespace wick::exchange {

using TransactionBody = std::variant<lighter::CreateOrder,
                                     lighter::CancelOrder,
                                     lighter::CancelAllOrders,
                                     lighter::ModifyOrder,
                                     lighter::CreateGroupedOrders,
                                     lighter::UpdateLeverage,
                                     lighter::UpdateMargin>;

/// A transaction as a client has sent it.
struct ReceivedTransaction
{
    lighter::TransactionFrame frame;
    TransactionBody body;
    lighter::schnorr::Signature signature;

    [[nodiscard]] std::uint8_t type() const noexcept;
    [[nodiscard]] lighter::Quintic hash(lighter::ChainId chain) const noexcept;
    /// What the official signer would have objected to.
    [[nodiscard]] std::optional<lighter::TransactionError> objection() const noexcept;
};

/// Whether this exchange carries out transactions of that type.
[[nodiscard]] bool knowsTransaction(std::int64_t type) noexcept;

/// Reads the `tx_info` of a type that it knows; nothing when a field is missing or no whole number
/// that fits.
[[nodiscard]] std::optional<ReceivedTransaction> readTransaction(std::int64_t type,
                                                                 const QJsonObject& info);

} // namespace wick::exchange
