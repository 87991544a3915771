#include "core/venues/lighter/network.h"
#include "tests/support/testregistry.h"

#include <set>

using namespace wick::lighter;

class LighterNetworkTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostAndChainBelongTogether();
    void noTwoNetworksShareAChain();
    void practiceIsThisMachine();
    void otherNamesAreRefused();
};

void LighterNetworkTest::hostAndChainBelongTogether()
{
    QCOMPARE(Network::mainnet().rest(), "https://mainnet.zklighter.elliot.ai/");
    QCOMPARE(Network::mainnet().stream(), "wss://mainnet.zklighter.elliot.ai/stream");
    QCOMPARE(Network::mainnet().chain(), ChainId{304});
    QCOMPARE(Network::testnet().rest(), "https://testnet.zklighter.elliot.ai/");
    QCOMPARE(Network::testnet().stream(), "wss://testnet.zklighter.elliot.ai/stream");
    QCOMPARE(Network::testnet().chain(), ChainId{300});
}

void LighterNetworkTest::noTwoNetworksShareAChain()
{
    const std::set<ChainId> chains{Network::mainnet().chain(), Network::testnet().chain(),
                                   Network::practice().chain()};
    QCOMPARE(chains.size(), std::size_t{3});
}

void LighterNetworkTest::practiceIsThisMachine()
{
    QCOMPARE(Network::practice(4'000).rest(), "http://127.0.0.1:4000/");
    QCOMPARE(Network::practice(4'000).stream(), "ws://127.0.0.1:4000/stream");
}

void LighterNetworkTest::otherNamesAreRefused()
{
    for (const auto* name : {"mainnet", "testnet", "practice"}) {
        QCOMPARE(Network::named(name).value().name(), std::string_view{name});
    }
    QVERIFY(!Network::named("Mainnet"));
    QVERIFY(!Network::named(""));
}

WICK_TEST(LighterNetworkTest)
#include "tst_network.moc"
