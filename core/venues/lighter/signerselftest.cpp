#include "core/venues/lighter/crypto/schnorr.h"
#include "core/venues/lighter/crypto/textcodec.h"
#include "core/venues/lighter/signer.h"

#include <string_view>

namespace wick::lighter {

namespace {

// A signature of the official library's own tests. The key is public and signs nothing else.
constexpr std::string_view kPrivateKey =
    "4980df1a5a76cba9fef4d80446e951108e16a5b21f497976475c950bd2588c5a"
    "58771d5b06498d28";
constexpr std::string_view kPublicKey =
    "2db191eb16d3314974f8708363909aeee607d06fb743156b18d3b353a5d40fef"
    "70ae377dd68d06fe";
constexpr std::string_view kNonce =
    "5866d18f345acc487b5bfbc92bb1a3d2351628e54cd41a3d47e351fa62c16bd4"
    "54075f200178017c";
constexpr std::string_view kMessage =
    "4b1047aff6018e74d095f1655d639d99192e1b447abe1087078612814b88ddfa"
    "bc53f279194014ee";
constexpr std::string_view kSignature =
    "22794fdf937575606fc2b233d1b565ee085991dc9a68d598989a3e2f76b338e4"
    "914e79f85259a45125468abb012d123fe4d13619c90e053a3749737b72c8f929"
    "4e8db2469e832ed664b6afcc65bb055e";

} // namespace

bool signerPassesSelfTest() noexcept
{
    Scalar::Bytes privateKey{};
    Scalar::Bytes nonce{};
    Quintic::Bytes publicKey{};
    Quintic::Bytes message{};
    schnorr::Signature expected;
    const bool read = fromHex(kPrivateKey, privateKey) && fromHex(kNonce, nonce)
                      && fromHex(kPublicKey, publicKey) && fromHex(kMessage, message)
                      && fromHex(kSignature, expected.bytes);
    const auto key = Quintic::fromBytes(publicKey);
    const auto hash = Quintic::fromBytes(message);
    if (!read || !key || !hash) {
        return false;
    }
    const Scalar secret = Scalar::reduced(privateKey);
    const auto signature = schnorr::sign(secret, Scalar::reduced(nonce), *hash);
    return schnorr::publicKeyOf(secret) == *key && signature == expected
           && schnorr::verify(*key, *hash, signature);
}

} // namespace wick::lighter
