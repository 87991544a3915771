#include "core/venues/lighter/transactiontext.h"

#include "core/venues/lighter/crypto/textcodec.h"

#include <array>
#include <charconv>

namespace wick::lighter {

namespace {

template <typename Number>
void appendDigits(std::string& text, Number value)
{
    std::array<char, 24> room{};
    const auto end = std::to_chars(room.data(), room.data() + room.size(), value).ptr;
    text.append(room.data(), end);
}

} // namespace

void TransactionText::key(std::string_view name)
{
    if (m_text.back() != '{') {
        m_text += ',';
    }
    m_text += '"';
    m_text += name;
    m_text += "\":";
}

void TransactionText::openObject()
{
    m_text += '{';
}

void TransactionText::closeObject()
{
    m_text += '}';
}

void TransactionText::orders(std::string_view name, const CreateGroupedOrders::Orders& orders)
{
    key(name);
    m_text += '[';
    for (const OrderFields& order : orders) {
        if (&order != orders.begin()) {
            m_text += ',';
        }
        openObject();
        OrderFields::visit(order, *this);
        closeObject();
    }
    m_text += ']';
}

void TransactionText::signature(const schnorr::Signature& signature)
{
    key("Sig");
    m_text += '"';
    appendBase64(m_text, signature.bytes);
    m_text += '"';
}

void TransactionText::attributes(const Attributes& attributes)
{
    key("L2TxAttributes");
    if (!attributes.written()) {
        m_text += "null";
        return;
    }
    openObject();
    for (const AttributeType type : Attributes::types()) {
        if (const auto value = attributes.get(type)) {
            const std::array<char, 1> name{static_cast<char>('0' + static_cast<int>(type))};
            number({name.data(), name.size()}, *value);
        }
    }
    closeObject();
}

void TransactionText::digits(std::int64_t value)
{
    appendDigits(m_text, value);
}

void TransactionText::digits(std::uint64_t value)
{
    appendDigits(m_text, value);
}

} // namespace wick::lighter
