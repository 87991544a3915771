#include "core/venues/lighter/crypto/poseidon2.h"

#include <algorithm>

namespace wick::lighter::poseidon2 {

namespace {

constexpr std::size_t kBlock = 4;
using Halves = std::array<std::uint64_t, kWidth>;

Goldilocks seventhPower(Goldilocks x) noexcept
{
    const Goldilocks x2 = x.squared();
    return (x2 * x) * x2.squared();
}

/// The external matrix over numbers below 2^32, whose rows add up to less than 2^5: no reduction.
void mixExternally(Halves& cells) noexcept
{
    for (std::size_t at = 0; at < kWidth; at += kBlock) {
        const std::uint64_t a = cells[at];
        const std::uint64_t b = cells[at + 1];
        const std::uint64_t c = cells[at + 2];
        const std::uint64_t d = cells[at + 3];
        const std::uint64_t sum = a + b + c + d;
        cells[at] = sum + a + 2 * b;
        cells[at + 1] = sum + b + 2 * c;
        cells[at + 2] = sum + c + 2 * d;
        cells[at + 3] = sum + d + 2 * a;
    }
    for (std::size_t k = 0; k < kBlock; ++k) {
        const std::uint64_t sum = cells[k] + cells[k + kBlock] + cells[k + 2 * kBlock];
        cells[k] += sum;
        cells[k + kBlock] += sum;
        cells[k + 2 * kBlock] += sum;
    }
}

void externalLayer(State& state) noexcept
{
    Halves low{};
    Halves high{};
    for (std::size_t i = 0; i < kWidth; ++i) {
        low[i] = state[i].lazy() & 0xFFFF'FFFF;
        high[i] = state[i].lazy() >> 32U;
    }
    mixExternally(low);
    mixExternally(high);
    for (std::size_t i = 0; i < kWidth; ++i) {
        const std::uint64_t shifted = high[i] << 32U;
        const std::uint64_t sum = shifted + low[i];
        const auto carry = static_cast<std::uint64_t>(sum < shifted);
        state[i] = Goldilocks::folded(sum, (high[i] >> 32U) + carry);
    }
}

/// An internal round. The sum begins with the cells that do not wait for the S-box.
void internalRound(State& state, std::uint64_t constant) noexcept
{
    core::UInt128 wide = 0;
    for (std::size_t i = 1; i < kWidth; ++i) {
        wide += state[i].lazy();
    }
    state[0] = seventhPower(state[0].plusCanonical(constant));
    wide += state[0].lazy();
    const Goldilocks sum = Goldilocks::folded(static_cast<std::uint64_t>(wide),
                                              static_cast<std::uint64_t>(wide >> 64));
    for (std::size_t i = 0; i < kWidth; ++i) {
        state[i] = Goldilocks::reduced(product(state[i].lazy(), kInternalDiagonal[i]) + sum.lazy());
    }
}

void externalRounds(State& state, std::size_t from, std::size_t to) noexcept
{
    for (std::size_t round = from; round < to; ++round) {
        for (std::size_t i = 0; i < kWidth; ++i) {
            state[i] = seventhPower(state[i].plusCanonical(kExternalConstants[round][i]));
        }
        externalLayer(state);
    }
}

} // namespace

void permute(State& state) noexcept
{
    externalLayer(state);
    externalRounds(state, 0, kExternalRounds / 2);
    for (const std::uint64_t constant : kInternalConstants) {
        internalRound(state, constant);
    }
    externalRounds(state, kExternalRounds / 2, kExternalRounds);
}

void hash(std::span<const Goldilocks> input, std::span<Goldilocks> output) noexcept
{
    State state{};
    for (std::size_t at = 0; at < input.size(); at += kRate) {
        const auto chunk = input.subspan(at, std::min(kRate, input.size() - at));
        std::copy(chunk.begin(), chunk.end(), state.begin());
        permute(state);
    }
    for (std::size_t at = 0; at < output.size(); at += kRate) {
        if (at != 0) {
            permute(state);
        }
        const std::size_t count = std::min(kRate, output.size() - at);
        std::copy_n(state.begin(), count, output.subspan(at).begin());
    }
}

Digest4 hash4(std::span<const Goldilocks> input) noexcept
{
    Digest4 digest;
    hash(input, digest);
    return digest;
}

Quintic hash5(std::span<const Goldilocks> input) noexcept
{
    std::array<Goldilocks, Quintic::kLimbs> limbs;
    hash(input, limbs);
    return Quintic{limbs};
}

Quintic hash5(const Quintic& first, const Quintic& second) noexcept
{
    std::array<Goldilocks, 2 * Quintic::kLimbs> input;
    std::copy(first.limbs().begin(), first.limbs().end(), input.begin());
    std::copy(second.limbs().begin(), second.limbs().end(), input.begin() + Quintic::kLimbs);
    return hash5(input);
}

} // namespace wick::lighter::poseidon2
