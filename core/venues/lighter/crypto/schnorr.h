#pragma once

#include "core/venues/lighter/crypto/quintic.h"
#include "core/venues/lighter/crypto/scalar.h"

#include <array>
#include <cstddef>
#include <cstdint>

/// Schnorr signatures over ecGFp5 with Poseidon2. Source: the dossier's signing page, section 6.
namespace wick::lighter::schnorr {

/// s, then e, 40 little-endian bytes each. Not an identifier: a number above N reads as the same.
struct Signature
{
    static constexpr std::size_t kBytes = 2 * Scalar::kBytes;

    std::array<std::uint8_t, kBytes> bytes{};

    friend bool operator==(const Signature&, const Signature&) = default;
};

/// The public key of a private one: the encoded multiple of the generator.
[[nodiscard]] Quintic publicKeyOf(const Scalar& privateKey) noexcept;

/// Signs `message` with a nonce k that must be secret, unpredictable and never used for another
/// message. Same work and same addresses whatever key and k are.
[[nodiscard]] Signature
sign(const Scalar& privateKey, const Scalar& nonce, const Quintic& message) noexcept;

/// The nonce k of a signature: HMAC-SHA-512, keyed with the private key and fresh randomness, over
/// the message. A generator that repeats itself or can be guessed reveals nothing: k stays a secret
/// function of the key, and another message gets another k.
[[nodiscard]] Scalar deriveNonce(const Scalar& privateKey,
                                 const Quintic& message,
                                 std::span<const std::uint8_t, 32> randomness) noexcept;

/// Whether the signature was made for `message` by the owner of `publicKey`. False for keys that
/// are no element of the group, or its neutral one. For public values: takes no care of time.
[[nodiscard]] bool
verify(const Quintic& publicKey, const Quintic& message, const Signature& signature) noexcept;

} // namespace wick::lighter::schnorr
