#pragma once

#include "core/base/entropysource.h"
#include "core/base/result.h"
#include "core/venues/lighter/authtoken.h"
#include "core/venues/lighter/signingkey.h"
#include "core/venues/lighter/transactionrules.h"
#include "core/venues/lighter/transactions.h"

#include <cstdint>
#include <string>

namespace wick::lighter {

/// The right to have an order signed. Only the order session can make one, and it does so only for
/// an approved order or for what can only reduce: no other code reaches the signer for orders,
/// groups and changes of orders.
class OrderPermission
{
private:
    friend class LighterOrderSession;
    OrderPermission() noexcept {} // NOLINT(modernize-use-equals-default): no aggregate by accident
};

/// Whose key signs, and for which chain.
struct SignerIdentity
{
    ChainId chain;
    std::int64_t account = 0;
    std::uint8_t apiKey = 0; ///< the slot of the key
};

/// What a transaction gets at the moment it is signed.
struct SignatureTerms
{
    std::int64_t nonce = 0;
    std::int64_t expiredAt = 0; ///< ms since the Unix epoch
    Attributes attributes;
};

/// A transaction ready to be sent. Sending it again means sending these very bytes.
struct SignedTransaction
{
    TransactionType type{};
    std::int64_t nonce = 0;
    std::int64_t expiredAt = 0;
    Quintic hash;
    std::string text; ///< the `tx_info`

    /// The venue's name for it: 80 lower-case digits.
    [[nodiscard]] std::string hashHex() const;
};

/// Makes transactions and auth tokens of one key. What the official signer would refuse, it
/// refuses. Thread: one at a time. `entropy` must outlive it.
class Signer
{
public:
    using Outcome = core::Result<SignedTransaction, TransactionError>;

    Signer(const SignerIdentity& identity, SigningKey key, core::EntropySource& entropy) noexcept;

    [[nodiscard]] const SignerIdentity& identity() const noexcept { return m_identity; }
    [[nodiscard]] const SigningKey& key() const noexcept { return m_key; }

    // Making and changing orders needs permission.
    [[nodiscard]] Outcome sign(const CreateOrder& body,
                               const SignatureTerms& terms,
                               const OrderPermission& permission) const;
    [[nodiscard]] Outcome sign(const ModifyOrder& body,
                               const SignatureTerms& terms,
                               const OrderPermission& permission) const;
    [[nodiscard]] Outcome sign(const CreateGroupedOrders& body,
                               const SignatureTerms& terms,
                               const OrderPermission& permission) const;
    [[nodiscard]] Outcome sign(const CancelOrder& body, const SignatureTerms& terms) const;
    [[nodiscard]] Outcome sign(const CancelAllOrders& body, const SignatureTerms& terms) const;
    [[nodiscard]] Outcome sign(const UpdateLeverage& body, const SignatureTerms& terms) const;
    [[nodiscard]] Outcome sign(const UpdateMargin& body, const SignatureTerms& terms) const;

    /// A token that is valid until `deadline`, in seconds since the Unix epoch. The venue takes
    /// none that is more than eight hours ahead.
    [[nodiscard]] AuthToken authToken(std::int64_t deadline) const;

private:
    template <typename Body>
    [[nodiscard]] Outcome finished(const Body& body, const SignatureTerms& terms) const;

    SignerIdentity m_identity;
    SigningKey m_key;
    core::EntropySource& m_entropy;
};

/// Whether this build signs and verifies a known message as the official signer does. To be asked
/// once at the start, before any key is loaded; it also fills the generator's table.
[[nodiscard]] bool signerPassesSelfTest() noexcept;

} // namespace wick::lighter
