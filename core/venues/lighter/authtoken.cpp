#include "core/venues/lighter/authtoken.h"

#include "core/venues/lighter/crypto/poseidon2.h"
#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/crypto/wipe.h"

#include <algorithm>
#include <vector>

namespace wick::lighter {

std::string authMessage(const AuthClaim& claim)
{
    return std::to_string(claim.deadline) + ':' + std::to_string(claim.account) + ':'
           + std::to_string(claim.apiKey);
}

Quintic hashOfText(std::string_view ascii)
{
    constexpr std::size_t kChunk = 8;
    std::vector<Goldilocks> elements;
    elements.reserve(ascii.size() / kChunk + 1);
    for (std::size_t at = 0; at < ascii.size(); at += kChunk) {
        std::uint64_t element = 0;
        for (std::size_t i = 0; i < std::min(kChunk, ascii.size() - at); ++i) {
            element |= std::uint64_t{static_cast<unsigned char>(ascii[at + i])} << (8U * i);
        }
        elements.emplace_back(element);
    }
    return poseidon2::hash5(elements);
}

AuthToken::AuthToken(const AuthClaim& claim, const schnorr::Signature& signature)
    : m_deadline(claim.deadline)
{
    const std::string message = authMessage(claim);
    m_text.reserve(message.size() + 1 + 2 * signature.bytes.size());
    m_text += message;
    m_text += ':';
    appendHex(m_text, signature.bytes);
}

AuthToken& AuthToken::operator=(AuthToken&& other) noexcept
{
    if (this != &other) {
        wipeMemory(m_text.data(), m_text.size());
        m_deadline = other.m_deadline;
        m_text = std::move(other.m_text);
    }
    return *this;
}

AuthToken::~AuthToken()
{
    wipeMemory(m_text.data(), m_text.size());
}

} // namespace wick::lighter
