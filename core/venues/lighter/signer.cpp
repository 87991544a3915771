#include "core/venues/lighter/signer.h"

#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/transactionhash.h"
#include "core/venues/lighter/transactiontext.h"

#include <utility>

namespace wick::lighter {

std::string SignedTransaction::hashHex() const
{
    return toHex(hash.toBytes());
}

Signer::Signer(const SignerIdentity& identity,
               SigningKey key,
               core::EntropySource& entropy) noexcept
    : m_identity(identity)
    , m_key(std::move(key))
    , m_entropy(entropy)
{}

template <typename Body>
Signer::Outcome Signer::finished(const Body& body, const SignatureTerms& terms) const
{
    const TransactionFrame frame{m_identity.account, m_identity.apiKey, terms.expiredAt,
                                 terms.nonce, terms.attributes};
    if (const auto verdict = validate(frame, body); !verdict) {
        return core::Failure{verdict.error()};
    }
    SignedTransaction transaction{
        Body::kType, terms.nonce, terms.expiredAt, hashOf(m_identity.chain, frame, body), {}};
    transaction.text.reserve(kUsualTextSize);
    appendText(transaction.text, frame, body, m_key.sign(transaction.hash, m_entropy));
    return transaction;
}

Signer::Outcome Signer::sign(const CreateOrder& body,
                             const SignatureTerms& terms,
                             const OrderPermission& /*permission*/) const
{
    return finished(body, terms);
}

Signer::Outcome Signer::sign(const ModifyOrder& body,
                             const SignatureTerms& terms,
                             const OrderPermission& /*permission*/) const
{
    return finished(body, terms);
}

Signer::Outcome Signer::sign(const CreateGroupedOrders& body,
                             const SignatureTerms& terms,
                             const OrderPermission& /*permission*/) const
{
    return finished(body, terms);
}

Signer::Outcome Signer::sign(const CancelOrder& body, const SignatureTerms& terms) const
{
    return finished(body, terms);
}

Signer::Outcome Signer::sign(const CancelAllOrders& body, const SignatureTerms& terms) const
{
    return finished(body, terms);
}

Signer::Outcome Signer::sign(const UpdateLeverage& body, const SignatureTerms& terms) const
{
    return finished(body, terms);
}

Signer::Outcome Signer::sign(const UpdateMargin& body, const SignatureTerms& terms) const
{
    return finished(body, terms);
}

AuthToken Signer::authToken(std::int64_t deadline) const
{
    const AuthClaim claim{deadline, m_identity.account, m_identity.apiKey};
    return {claim, m_key.sign(hashOfText(authMessage(claim)), m_entropy)};
}

} // namespace wick::lighter
