#include "strategies/catalog.h"
#include "tests/support/exampleinstruments.h"
#include "tests/support/testregistry.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace wick::core;

/// What holds for every strategy that is registered.
class CatalogTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesAreUniqueAndTheirOwn();
    void defaultsLieInTheirRanges();
    void everyEndOfARangeMakesAStrategy();
    void valuesOutsideTheRangeAreRefused();
    void reasonsAreUniqueTokensWithASentence();
    void freshStrategiesSayThatTheyWarmUp();
    void anUnknownNameGetsTheNearestOne();

private:
    const StrategyCatalog m_catalog = wick::strategies::catalog();
};

void CatalogTest::namesAreUniqueAndTheirOwn()
{
    std::set<std::string> names;
    for (const auto& entry : m_catalog.entries()) {
        QVERIFY2(names.insert(entry.name).second, entry.name.c_str());
        const auto strategy = entry.create(ParameterSet{entry.parameters});
        QCOMPARE(strategy->describe().name, entry.name);
        QVERIFY(strategy->describe().parameters == entry.parameters);
        QVERIFY(!strategy->describe().summary.empty());
    }
    for (const char* name : {"ma-cross", "momentum", "fvg-retest"}) {
        QVERIFY2(names.count(name) == 1, name);
    }
}

void CatalogTest::defaultsLieInTheirRanges()
{
    const QRegularExpression snakeCase{QStringLiteral("^[a-z][a-z0-9_]*$")};
    for (const auto& entry : m_catalog.entries()) {
        std::set<std::string> names;
        std::set<std::string> labels;
        for (const auto& declared : entry.parameters) {
            const std::string text = entry.name + " " + declared.name;
            QVERIFY2(names.insert(declared.name).second, text.c_str());
            QVERIFY2(snakeCase.match(QString::fromStdString(declared.name)).hasMatch(),
                     text.c_str());
            QVERIFY2(declared.low <= declared.standard && declared.standard <= declared.high,
                     text.c_str());
            QVERIFY2(declared.low < declared.high && declared.step > 0.0, text.c_str());
            QVERIFY2(!declared.help.empty(), text.c_str());
            QVERIFY2(labels.insert(declared.label).second && !declared.label.empty(), text.c_str());
            if (declared.kind == ParameterKind::Choice) {
                QCOMPARE(declared.high, static_cast<double>(declared.choices.size() - 1));
            }
        }
    }
}

void CatalogTest::everyEndOfARangeMakesAStrategy()
{
    const auto instruments = wick::test::exampleInstruments();
    for (const auto& entry : m_catalog.entries()) {
        for (auto declared : entry.parameters) {
            for (const double end : {declared.low, declared.high}) {
                declared.standard = end;
                ParameterSet one{{declared}};
                auto made = m_catalog.create(entry.name, {{declared.name, one.text(0)}});
                QVERIFY2(made.has_value(), (entry.name + " " + declared.name).c_str());
                const Memory memory = made.value()->start(instruments[0]);
                QVERIFY(!made.value()->status(instruments[0], memory).sentence.empty());
            }
        }
    }
}

void CatalogTest::valuesOutsideTheRangeAreRefused()
{
    for (const auto& entry : m_catalog.entries()) {
        for (const auto& declared : entry.parameters) {
            if (declared.kind == ParameterKind::Choice || declared.kind == ParameterKind::Flag) {
                continue;
            }
            const auto above = std::to_string(static_cast<long long>(declared.high) + 1);
            const auto made = m_catalog.create(entry.name, {{declared.name, above}});
            QVERIFY2(!made.has_value(), (entry.name + " " + declared.name).c_str());
            QCOMPARE(made.error().parameter.kind, ParameterError::Kind::OutOfRange);
        }
    }
}

void CatalogTest::reasonsAreUniqueTokensWithASentence()
{
    const QRegularExpression token{QStringLiteral("^[A-Z0-9_]+$")};
    std::set<std::string_view> tokens;
    for (const auto& entry : m_catalog.entries()) {
        const auto strategy = entry.create(ParameterSet{entry.parameters});
        QVERIFY(!strategy->describe().reasons.empty());
        for (const auto& reason : strategy->describe().reasons) {
            const std::string text{reason.token};
            QVERIFY2(tokens.insert(reason.token).second, text.c_str());
            QVERIFY2(token.match(QString::fromStdString(text)).hasMatch(), text.c_str());
            QVERIFY2(reason.sentence.ends_with('.'), text.c_str());
        }
    }
}

void CatalogTest::freshStrategiesSayThatTheyWarmUp()
{
    const auto instruments = wick::test::exampleInstruments();
    for (const auto& entry : m_catalog.entries()) {
        const auto strategy = entry.create(ParameterSet{entry.parameters});
        const Status status = strategy->status(instruments[0], strategy->start(instruments[0]));
        QVERIFY2(status.sentence.starts_with("Warming up"), entry.name.c_str());
        QVERIFY(strategy->describe().warmUp > 0);
    }
}

void CatalogTest::anUnknownNameGetsTheNearestOne()
{
    const auto made = m_catalog.create("momentun", {});
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().nearest, std::string{"momentum"});
    const auto parameter = m_catalog.create("fvg-retest", {{"time_stp", "6"}});
    QVERIFY(!parameter.has_value());
    QCOMPARE(parameter.error().parameter.nearest, std::string{"time_stop"});
}

WICK_TEST(CatalogTest)
#include "tst_catalog.moc"
