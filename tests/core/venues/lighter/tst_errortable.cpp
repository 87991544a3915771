#include "core/venues/lighter/errortable.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <set>

using namespace wick::core;
using namespace wick::lighter;

class LighterErrorTableTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsEachDocumentedCodeAndNoOther();
    void isInOrder();
    void mapsTheCodesThatMatter_data();
    void mapsTheCodesThatMatter();
    void unknownCodesAreUnsafe();
    void threeUnknownErrorsInAWindowAskForARestart();
};

void LighterErrorTableTest::knowsEachDocumentedCodeAndNoOther()
{
    QFile file{QStringLiteral(WICK_SOURCE_DIR "/../shared/lighter/error_codes.json")};
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("no file shared/lighter/error_codes.json beside the source tree");
    }
    std::set<std::int32_t> documented{20001, 21149}; // seen, but not in the list
    const QJsonArray codes =
        QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("codes")].toArray();
    QCOMPARE(codes.size(), 239);
    for (const QJsonValue& row : codes) {
        documented.insert(row.toObject()[QStringLiteral("code")].toInt());
    }
    for (std::int32_t code = 0; code < 70'000; ++code) {
        QVERIFY2(errorRuleOf(code).known == documented.contains(code),
                 qPrintable(QString::number(code)));
    }
}

void LighterErrorTableTest::isInOrder()
{
    std::int32_t last = 0;
    for (const ErrorRange& range : errorTable()) {
        QVERIFY(range.first > last);
        QVERIFY(range.last >= range.first);
        last = range.last;
    }
}

void LighterErrorTableTest::mapsTheCodesThatMatter_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<ErrorAction>("action");
    QTest::addColumn<ErrorCertainty>("certainty");
    const auto row = [](const char* name, int code, ErrorAction action,
                        ErrorCertainty certainty = ErrorCertainty::Refused) {
        QTest::newRow(name) << code << action << certainty;
    };
    row("nonce", 21104, ErrorAction::Resync);
    row("signature", 21120, ErrorAction::Halt);
    row("key is not registered", 21109, ErrorAction::Halt);
    row("liquidation", 21112, ErrorAction::Halt);
    row("somebody's cancel-all", 21712, ErrorAction::Halt);
    row("too many pending", 21506, ErrorAction::Retry);
    row("margin", 21739, ErrorAction::User);
    row("fat finger", 21733, ErrorAction::User);
    row("order gone", 21600, ErrorAction::Resync);
    row("reduce-only", 21732, ErrorAction::Resync);
    row("client index lives", 21728, ErrorAction::Resync);
    row("too many requests", 23000, ErrorAction::Retry);
    row("server error", 29500, ErrorAction::Resync, ErrorCertainty::Unknown);
    row("timeout", 29501, ErrorAction::Resync, ErrorCertainty::Unknown);
    row("stream failed", 30011, ErrorAction::Restart);
}

void LighterErrorTableTest::mapsTheCodesThatMatter()
{
    QFETCH(const int, code);
    QFETCH(const ErrorAction, action);
    QFETCH(const ErrorCertainty, certainty);
    QVERIFY((errorRuleOf(code) == ErrorRule{action, certainty, true}));
    QVERIFY(!nameOf(action).empty());
}

void LighterErrorTableTest::unknownCodesAreUnsafe()
{
    for (const std::int32_t code : {-1, 0, 201, 21115, 21509, 21999, 29502, 65'000}) {
        const ErrorRule rule = errorRuleOf(code);
        QVERIFY(!rule.known);
        QVERIFY(rule.certainty == ErrorCertainty::Unknown);
        QVERIFY(rule.action >= ErrorAction::Resync);
    }
}

void LighterErrorTableTest::threeUnknownErrorsInAWindowAskForARestart()
{
    UnknownErrors errors;
    const Timestamp begin{};
    QVERIFY(errors.note(begin) == ErrorAction::Resync);
    QVERIFY(errors.note(begin + minutes(5) + Duration{-1}) == ErrorAction::Resync);
    QVERIFY(errors.note(begin + minutes(5)) == ErrorAction::Resync); // the first is forgotten
    QVERIFY(errors.note(begin + minutes(5)) == ErrorAction::Restart);
    QVERIFY(errors.note(begin + minutes(5)) == ErrorAction::Resync); // counted anew
}

WICK_TEST(LighterErrorTableTest)
#include "tst_errortable.moc"
