#include "app/desktop/views/limitrowwidget.h"
#include "app/desktop/views/numberfield.h"
#include "tests/support/testregistry.h"

using namespace wick::desktop;
using namespace Qt::StringLiterals;

class LimitRowTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aDecimalCommaIsRefusedAndNotReadAsThousands();
    void separatorsAtTheirPlacesAreTaken();
    void showsSeparatorsAndHandsOutPlainNumbers();
};

namespace {

LimitRow notional()
{
    LimitRow row;
    row.key = u"max_notional"_s;
    row.title = u"Largest position"_s;
    row.unit = u"USDC"_s;
    row.value = u"500000"_s;
    row.low = 10.0;
    row.high = 100'000'000.0;
    row.decimals = 2;
    row.mayBeNone = true;
    return row;
}

} // namespace

void LimitRowTest::aDecimalCommaIsRefusedAndNotReadAsThousands()
{
    QCOMPARE(limitProblem(notional(), u"15,5"_s), u"“15,5” is not a number."_s);
    QVERIFY(!limitProblem(notional(), u"1,5000"_s).isEmpty());
}

void LimitRowTest::separatorsAtTheirPlacesAreTaken()
{
    QCOMPARE(limitProblem(notional(), u"1,500,000.25"_s), QString{});
    QVERIFY(raisesRisk(notional(), u"1,500,000"_s));
    QVERIFY(!raisesRisk(notional(), u"150,000"_s));
}

void LimitRowTest::showsSeparatorsAndHandsOutPlainNumbers()
{
    LimitRowWidget widget{notional()};
    auto* field = widget.findChild<NumberField*>();
    QVERIFY(field != nullptr);
    QCOMPARE(field->text(), u"500,000"_s);
    QCOMPARE(widget.typed(), u"500000"_s);
    QVERIFY(!widget.isChanged());
    widget.type(u"250000"_s);
    QCOMPARE(field->text(), u"250,000"_s);
    QVERIFY(widget.isChanged());
}

WICK_TEST(LimitRowTest)
#include "tst_limitrow.moc"
