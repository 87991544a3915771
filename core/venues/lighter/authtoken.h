#pragma once

#include "core/venues/lighter/crypto/quintic.h"
#include "core/venues/lighter/crypto/schnorr.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace wick::lighter {

/// What an auth token says.
struct AuthClaim
{
    std::int64_t deadline = 0; ///< seconds since the Unix epoch
    std::int64_t account = 0;
    std::int64_t apiKey = 0;
};

/// The text that is signed: `deadline:account:key`.
[[nodiscard]] std::string authMessage(const AuthClaim& claim);

/// The hash of a short ASCII text: each eight bytes, little-endian, are one element.
[[nodiscard]] Quintic hashOfText(std::string_view ascii);

/// A token that gives read access to an account until its deadline. A secret: move-only, wiped at
/// the end, never to be logged or stored.
class AuthToken
{
public:
    AuthToken(const AuthClaim& claim, const schnorr::Signature& signature);
    AuthToken(AuthToken&&) noexcept = default;
    AuthToken& operator=(AuthToken&& other) noexcept;
    AuthToken(const AuthToken&) = delete;
    AuthToken& operator=(const AuthToken&) = delete;
    ~AuthToken();

    [[nodiscard]] std::int64_t deadline() const noexcept { return m_deadline; }
    /// What goes into the header or the message to the venue.
    [[nodiscard]] std::string_view text() const noexcept { return m_text; }

private:
    std::int64_t m_deadline;
    std::string
        m_text; // longer than what a string keeps in itself, so a move leaves nothing behind
};

} // namespace wick::lighter
