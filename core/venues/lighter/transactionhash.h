#pragma once

#include "core/venues/lighter/crypto/poseidon2.h"
#include "core/venues/lighter/transactions.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace wick::lighter {

/// The elements that are hashed, in order. The names are for who writes them (transactiontext.h).
class HashInput
{
public:
    static constexpr std::size_t kMost = 24;

    HashInput() noexcept = default;
    HashInput(ChainId chain, std::uint8_t type, const TransactionFrame& frame) noexcept;

    void add(Goldilocks element) noexcept { m_elements.at(m_count++) = element; }
    [[nodiscard]] std::span<const Goldilocks> elements() const noexcept
    {
        return std::span{m_elements}.first(m_count);
    }

    template <typename Number>
    void number(std::string_view /*name*/, Number value) noexcept
    {
        add(Goldilocks::ofSigned(static_cast<std::int64_t>(value)));
    }
    template <typename Number>
    void amount(std::string_view /*name*/, Number value) noexcept
    {
        const auto bits = static_cast<std::uint64_t>(value);
        add(Goldilocks{bits & 0xFFFF'FFFFU});
        add(Goldilocks{bits >> 32U});
    }
    void orders(std::string_view name, const CreateGroupedOrders::Orders& orders) noexcept;

private:
    std::array<Goldilocks, kMost> m_elements{};
    std::size_t m_count = 0;
};

/// The hash of one order of a group.
[[nodiscard]] poseidon2::Digest4 hashOf(const OrderFields& order) noexcept;

/// Type and value of each attribute that counts, four pairs, filled with zeros.
[[nodiscard]] std::array<Goldilocks, 2 * Attributes::kMost>
hashInputOf(const Attributes& attributes) noexcept;

/// The hash of the elements, with that of the attributes mixed in when any of them counts.
[[nodiscard]] Quintic hashOf(const HashInput& input, const Attributes& attributes) noexcept;

/// What is signed. Its 80 hexadecimal digits are the venue's name for the transaction.
template <typename Body>
[[nodiscard]] Quintic
hashOf(ChainId chain, const TransactionFrame& frame, const Body& body) noexcept
{
    HashInput input{chain, static_cast<std::uint8_t>(Body::kType), frame};
    Body::visit(body, input);
    return hashOf(input, frame.attributes);
}

} // namespace wick::lighter
