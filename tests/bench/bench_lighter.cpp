// What a signature costs, from a field multiplication up to an order that is ready to be sent,
// beside the group's own generator multiplication and beside the textbook way, bit by bit.
#include "core/io/systementropy.h"
#include "core/venues/lighter/crypto/generatortable.h"
#include "core/venues/lighter/signer.h"
#include "core/venues/lighter/transactionhash.h"
#include "core/venues/lighter/transactiontext.h"
#include "tests/bench/heapcounter.h"
#include "tests/bench/lighterproducts.h"
#include "tests/bench/ratioreporter.h"
#include "tests/core/venues/lighter/fixedentropy.h"
#include "tests/core/venues/lighter/slowpoint.h"

#include <cstdio>

using namespace wick;
using namespace wick::lighter;

namespace {

Scalar someScalar(std::uint64_t seed)
{
    test::FixedEntropy entropy{seed};
    std::array<std::uint8_t, 64> bytes{};
    static_cast<void>(entropy.fill(bytes));
    return Scalar::reducedWide(bytes);
}

Quintic someElement()
{
    return schnorr::publicKeyOf(someScalar(1));
}

const SigningKey& someKey()
{
    static const SigningKey key = [] {
        test::FixedEntropy entropy{2};
        return SigningKey::generate(entropy).value();
    }();
    return key;
}

TransactionFrame someFrame()
{
    return {281'474'976'710'654, 5, 1'772'278'857'976, 1'234'567, {}};
}

CreateOrder someOrder()
{
    CreateOrder body;
    body.order.market = 1;
    body.order.clientOrderIndex = 1'234'567;
    body.order.baseAmount = 1'000;
    body.order.price = 643'515;
    body.order.timeInForce = OrderTimeInForce::PostOnly;
    body.order.orderExpiry = 1'774'700'000'000;
    return body;
}

/// Each result is the next input: the time from one to the next.
template <typename Value, typename Step>
void chain(benchmark::State& state, Value value, Step step)
{
    for (auto _ : state) {
        value = step(value);
        benchmark::DoNotOptimize(value);
    }
}

void fieldMultiplication(benchmark::State& state)
{
    const Goldilocks factor{0x1234'5678'9ABC'DEF1};
    chain(state, Goldilocks{3}, [factor](Goldilocks x) { return x * factor; });
}

void fieldMultiplicationByRemainder(benchmark::State& state)
{
    chain(state, std::uint64_t{3}, [](std::uint64_t x) {
        return static_cast<std::uint64_t>(product(x, 0x1234'5678'9ABC'DEF1) % Goldilocks::kPrime);
    });
}

void quinticMultiplication(benchmark::State& state)
{
    const Quintic factor = someElement();
    chain(state, factor, [factor](const Quintic& x) { return x * factor; });
}

void quinticSquaring(benchmark::State& state)
{
    chain(state, someElement(), [](const Quintic& x) { return x.squared(); });
}

void quinticInversion(benchmark::State& state)
{
    chain(state, someElement(), [](const Quintic& x) { return x.inverse(); });
}

void pointAddition(benchmark::State& state)
{
    const Point other = multiplyGenerator(someScalar(3));
    chain(state, Point::generator(), [other](const Point& p) { return p + other; });
}

void pointAdditionAffine(benchmark::State& state)
{
    const AffinePoint other = multiplyGenerator(someScalar(3)).toAffine();
    chain(state, Point::generator(), [other](const Point& p) { return p + other; });
}

void pointDoubling(benchmark::State& state)
{
    chain(state, Point::generator(), [](const Point& p) { return p.doubled(); });
}

void hashPermutation(benchmark::State& state)
{
    poseidon2::State cells{};
    for (auto _ : state) {
        poseidon2::permute(cells);
        benchmark::DoNotOptimize(cells);
    }
}

void hashOfOrder(benchmark::State& state)
{
    const TransactionFrame frame = someFrame();
    const CreateOrder body = someOrder();
    for (auto _ : state) {
        benchmark::DoNotOptimize(hashOf(ChainId{304}, frame, body));
    }
}

void scalarMultiplication(benchmark::State& state)
{
    const Scalar factor = someScalar(4);
    chain(state, factor, [factor](const Scalar& x) { return x * factor; });
}

void generatorMultiplication(benchmark::State& state)
{
    const Scalar step = someScalar(5);
    Scalar scalar = step;
    for (auto _ : state) {
        benchmark::DoNotOptimize(multiplyGenerator(scalar));
        scalar = scalar + step;
    }
}

void generatorBitByBit(benchmark::State& state)
{
    const Scalar scalar = someScalar(5);
    for (auto _ : state) {
        benchmark::DoNotOptimize(test::slowMultiply(Point::generator(), scalar));
    }
}

void signature(benchmark::State& state)
{
    io::SystemEntropy entropy;
    const Quintic message = someElement();
    for (auto _ : state) {
        benchmark::DoNotOptimize(someKey().sign(message, entropy));
    }
}

void signatureBitByBit(benchmark::State& state)
{
    const Quintic message = someElement();
    const Scalar key = someScalar(6);
    const Scalar nonce = someScalar(7);
    for (auto _ : state) {
        const Quintic commitment = test::slowMultiply(Point::generator(), nonce).encode();
        const Quintic hash = poseidon2::hash5(commitment, message);
        Scalar::Limbs limbs{};
        for (std::size_t i = 0; i < limbs.size(); ++i) {
            limbs[i] = hash[i].canonical();
        }
        benchmark::DoNotOptimize(nonce - Scalar::reduced(limbs) * key);
    }
}

void verification(benchmark::State& state)
{
    test::FixedEntropy entropy{8};
    const Quintic message = someElement();
    const schnorr::Signature signed_ = someKey().sign(message, entropy);
    for (auto _ : state) {
        benchmark::DoNotOptimize(schnorr::verify(someKey().publicKey(), message, signed_));
    }
}

/// What Signer does with an order: rules, hash, signature, text.
std::string orderText(core::EntropySource& entropy)
{
    const TransactionFrame frame = someFrame();
    const CreateOrder body = someOrder();
    std::string text;
    if (validate(frame, body)) {
        text.reserve(kUsualTextSize);
        appendText(text, frame, body, someKey().sign(hashOf(ChainId{304}, frame, body), entropy));
    }
    return text;
}

void orderReadyToSend(benchmark::State& state)
{
    io::SystemEntropy entropy;
    for (auto _ : state) {
        benchmark::DoNotOptimize(orderText(entropy));
    }
}

void tableOfGenerator(benchmark::State& state)
{
    for (auto _ : state) {
        const GeneratorTable table;
        benchmark::DoNotOptimize(&table);
    }
}

BENCHMARK(fieldMultiplication);
BENCHMARK(fieldMultiplicationByRemainder);
BENCHMARK(quinticMultiplication);
BENCHMARK(quinticSquaring);
BENCHMARK(quinticInversion);
BENCHMARK(pointAddition);
BENCHMARK(pointAdditionAffine);
BENCHMARK(pointDoubling);
BENCHMARK(scalarMultiplication);
BENCHMARK(hashPermutation);
BENCHMARK(hashOfOrder);
BENCHMARK(generatorMultiplication);
BENCHMARK(generatorBitByBit);
BENCHMARK(signature);
BENCHMARK(signatureBitByBit);
BENCHMARK(verification);
BENCHMARK(orderReadyToSend);
BENCHMARK(tableOfGenerator);

void printCounts()
{
    const bench::ProductCount count = bench::countProducts();
    std::printf("64-bit multiplications: generator %llu, signature %llu, hash of an order %llu, "
                "bit by bit signature %llu\n",
                static_cast<unsigned long long>(count.generator),
                static_cast<unsigned long long>(count.signature),
                static_cast<unsigned long long>(count.orderHash),
                static_cast<unsigned long long>(count.slowSignature));
    io::SystemEntropy entropy;
    static_cast<void>(orderText(entropy));
    const std::uint64_t before = bench::heapAllocations();
    static_cast<void>(orderText(entropy));
    std::printf("heap allocations of an order ready to send: %llu\n",
                static_cast<unsigned long long>(bench::heapAllocations() - before));
}

} // namespace

int main(int argc, char* argv[])
{
    printCounts();
    return bench::runWithRatios(
        argc, argv,
        {{"signature / generator multiplication", "signature", {"generatorMultiplication"}, 4.0},
         {"order ready to send / signature and hash",
          "orderReadyToSend",
          {"signature", "hashOfOrder"},
          0.0},
         {"signature / bit by bit", "signature", {"signatureBitByBit"}, 0.0},
         {"generator multiplication / bit by bit",
          "generatorMultiplication",
          {"generatorBitByBit"},
          0.0},
         {"field multiplication / remainder",
          "fieldMultiplication",
          {"fieldMultiplicationByRemainder"},
          0.0},
         {"verification / generator multiplication",
          "verification",
          {"generatorMultiplication"},
          0.0}});
}
