#pragma once

#include "core/base/entropysource.h"
#include "core/base/result.h"
#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/crypto/secretmemory.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wick::lighter {

/// Why a text is no private key.
enum class KeyError : std::uint8_t
{
    WrongLength, ///< not 80 hexadecimal digits (a seed: fewer than 64, or an odd number)
    NotHex,
    Zero,      ///< a multiple of the group order, which signs nothing
    NoEntropy, ///< the system gave no random numbers
};

[[nodiscard]] std::string_view describe(KeyError error) noexcept;

/// The private key that the official web signer derives from a seed: SHA-256 over 1 and over 2
/// before the seed, 40 bytes of both, most significant first, modulo the group order.
[[nodiscard]] Scalar privateKeyOfSeed(std::span<const std::uint8_t> seed) noexcept;

/// A private key for signing, in memory that is wiped, not swapped and not dumped. It can be moved,
/// not copied, and nothing gives it out again: no text, no bytes.
class SigningKey
{
public:
    /// Reads 80 hexadecimal digits, least significant byte first, with or without 0x, as the
    /// venue's tools show them. A number above the group order is reduced.
    [[nodiscard]] static core::Result<SigningKey, KeyError> fromHex(std::string_view digits);
    /// Reads a seed of at least 32 bytes in hexadecimal digits, with or without 0x.
    [[nodiscard]] static core::Result<SigningKey, KeyError> fromSeedHex(std::string_view digits);
    [[nodiscard]] static core::Result<SigningKey, KeyError> generate(core::EntropySource& entropy);

    /// What the venue knows this key by.
    [[nodiscard]] const Quintic& publicKey() const noexcept { return m_publicKey; }
    /// The same as 80 lower-case digits, as `apikeys` answers it.
    [[nodiscard]] std::string publicKeyHex() const;

    /// Signs a hash. When `entropy` fails, k depends on the key and the message alone, which is
    /// safe as well: an exit is not refused for want of randomness.
    [[nodiscard]] schnorr::Signature sign(const Quintic& message,
                                          core::EntropySource& entropy) const noexcept;

private:
    explicit SigningKey(const Scalar& privateKey);
    [[nodiscard]] static core::Result<SigningKey, KeyError> checked(const Scalar& privateKey);

    SecretMemory m_secret;
    Quintic m_publicKey;
};

} // namespace wick::lighter
