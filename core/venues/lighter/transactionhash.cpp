#include "core/venues/lighter/transactionhash.h"

#include <algorithm>

namespace wick::lighter {

HashInput::HashInput(ChainId chain, std::uint8_t type, const TransactionFrame& frame) noexcept
{
    add(Goldilocks{chain.count()});
    add(Goldilocks{type});
    add(Goldilocks::ofSigned(frame.nonce));
    add(Goldilocks::ofSigned(frame.expiredAt));
    add(Goldilocks::ofSigned(frame.account));
    add(Goldilocks{frame.apiKey});
}

void HashInput::orders(std::string_view /*name*/,
                       const CreateGroupedOrders::Orders& orders) noexcept
{
    poseidon2::Digest4 whole{};
    for (const OrderFields& order : orders) {
        const poseidon2::Digest4 next = hashOf(order);
        if (&order == orders.begin()) {
            whole = next;
            continue;
        }
        std::array<Goldilocks, 8> both;
        std::copy(next.begin(), next.end(), std::copy(whole.begin(), whole.end(), both.begin()));
        whole = poseidon2::hash4(both);
    }
    for (const Goldilocks element : whole) {
        add(element);
    }
}

poseidon2::Digest4 hashOf(const OrderFields& order) noexcept
{
    HashInput input;
    OrderFields::visit(order, input);
    return poseidon2::hash4(input.elements());
}

std::array<Goldilocks, 2 * Attributes::kMost> hashInputOf(const Attributes& attributes) noexcept
{
    std::array<Goldilocks, 2 * Attributes::kMost> elements{};
    std::size_t at = 0;
    for (const AttributeType type : Attributes::types()) {
        if (attributes.counts(type) && at < elements.size()) {
            elements[at] = Goldilocks{static_cast<std::uint8_t>(type)};
            elements[at + 1] = Goldilocks::ofSigned(attributes.get(type).value_or(0));
            at += 2;
        }
    }
    return elements;
}

Quintic hashOf(const HashInput& input, const Attributes& attributes) noexcept
{
    const Quintic hash = poseidon2::hash5(input.elements());
    const auto types = Attributes::types();
    const bool anyCounts = std::any_of(types.begin(), types.end(),
                                       [&](AttributeType type) { return attributes.counts(type); });
    if (!anyCounts) {
        return hash;
    }
    return poseidon2::hash5(hash, poseidon2::hash5(hashInputOf(attributes)));
}

} // namespace wick::lighter
