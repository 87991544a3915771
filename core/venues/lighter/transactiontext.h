#pragma once

#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/transactions.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace wick::lighter {

/// Writes a transaction as the official signer does: no blanks, integers as numbers, keys in its
/// order. It appends to a text and allocates nothing of its own.
class TransactionText
{
public:
    explicit TransactionText(std::string& text) noexcept
        : m_text(text)
    {}

    template <typename Number>
    void number(std::string_view name, Number value)
    {
        key(name);
        if constexpr (std::is_unsigned_v<Number>) {
            digits(std::uint64_t{value});
        } else {
            digits(static_cast<std::int64_t>(value));
        }
    }
    template <typename Number>
    void amount(std::string_view name, Number value)
    {
        number(name, value);
    }
    void orders(std::string_view name, const CreateGroupedOrders::Orders& orders);

    /// The name, and the comma before it where one is due.
    void key(std::string_view name);
    void openObject();
    void closeObject();
    void signature(const schnorr::Signature& signature);
    void attributes(const Attributes& attributes);

private:
    void digits(std::int64_t value);
    void digits(std::uint64_t value);

    std::string& m_text;
};

/// Longer than any transaction of one order; a group takes more.
constexpr std::size_t kUsualTextSize = 640;

/// Appends the `tx_info` of a signed transaction.
template <typename Body>
void appendText(std::string& text,
                const TransactionFrame& frame,
                const Body& body,
                const schnorr::Signature& signature)
{
    TransactionText writer{text};
    writer.openObject();
    writer.number("AccountIndex", frame.account);
    writer.number("ApiKeyIndex", frame.apiKey);
    Body::visit(body, writer);
    writer.number("ExpiredAt", frame.expiredAt);
    writer.number("Nonce", frame.nonce);
    writer.signature(signature);
    writer.attributes(frame.attributes);
    writer.closeObject();
}

} // namespace wick::lighter
