#pragma once

#include "core/base/result.h"
#include "core/venues/lighter/objection.h"
#include "core/venues/lighter/transactions.h"

namespace wick::lighter {

/// Rules of all transactions, one after the other.
[[nodiscard]] Objection objectionTo(const Attributes& attributes) noexcept;
[[nodiscard]] Objection objectionToAccount(const TransactionFrame& frame) noexcept;
[[nodiscard]] Objection objectionToApiKey(const TransactionFrame& frame) noexcept;
[[nodiscard]] Objection objectionToNonceAndExpiry(const TransactionFrame& frame) noexcept;

/// The first thing the official signer would object to. It knows neither market nor account, so
/// what passes may still be refused by the venue.
[[nodiscard]] core::Result<void, TransactionError> validate(const TransactionFrame& frame,
                                                            const CreateOrder& body) noexcept;
[[nodiscard]] core::Result<void, TransactionError> validate(const TransactionFrame& frame,
                                                            const CancelOrder& body) noexcept;
[[nodiscard]] core::Result<void, TransactionError> validate(const TransactionFrame& frame,
                                                            const CancelAllOrders& body) noexcept;
[[nodiscard]] core::Result<void, TransactionError> validate(const TransactionFrame& frame,
                                                            const ModifyOrder& body) noexcept;
[[nodiscard]] core::Result<void, TransactionError>
validate(const TransactionFrame& frame, const CreateGroupedOrders& body) noexcept;
[[nodiscard]] core::Result<void, TransactionError> validate(const TransactionFrame& frame,
                                                            const UpdateLeverage& body) noexcept;
[[nodiscard]] core::Result<void, TransactionError> validate(const TransactionFrame& frame,
                                                            const UpdateMargin& body) noexcept;

} // namespace wick::lighter
