#include "core/venues/lighter/signer.h"

// A signing key is in one place: it is moved, never copied.
using namespace wick::lighter;

Signer take(SigningKey&& key, wick::core::EntropySource& entropy)
{
    return {SignerIdentity{}, std::move(key), entropy};
}

#ifdef WICK_FORBIDDEN
Signer copy(const SigningKey& key, wick::core::EntropySource& entropy)
{
    return {SignerIdentity{}, SigningKey{key}, entropy};
}
#endif
