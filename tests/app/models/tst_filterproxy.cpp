#include "app/desktop/models/filterproxy.h"
#include "app/desktop/models/tradesmodel.h"
#include "tests/support/testregistry.h"
#include "tests/tools/desktopfixtures.h"

#include <QAbstractItemModelTester>

using namespace wick::desktop;
using namespace wick::test;
using namespace Qt::StringLiterals;

class FilterProxyTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void allTokensMustHold();
    void boundsCompareTheMainNumber();
    void hiddenRowsAreCounted();
    void sortsByValue();
};

void FilterProxyTest::allTokensMustHold()
{
    TradesModel model{TradeList::Session};
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    const QAbstractItemModelTester tester{&proxy,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal};
    model.setRows(theTrades(24));
    proxy.setFilterText(u"eth SHORT"_s);
    QVERIFY(proxy.rowCount() > 0);
    for (int row = 0; row < proxy.rowCount(); ++row) {
        const TradeRow& trade = model.row(proxy.mapToSource(proxy.index(row, 0)).row());
        QCOMPARE(trade.market, u"ETH-PERP"_s);
        QCOMPARE(trade.side, RowSide::Short);
    }
}

void FilterProxyTest::boundsCompareTheMainNumber()
{
    TradesModel model{TradeList::Session};
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    model.setRows(theTrades(24));
    proxy.setFilterText(u">10"_s);
    QCOMPARE(proxy.rowCount(), 8); // every third trade won 40.84
    proxy.setFilterText(u"<0"_s);
    QCOMPARE(proxy.rowCount(), 16);
    proxy.setFilterText(u"<0 >-24.8"_s);
    QCOMPARE(proxy.rowCount(), 2); // −24.78 and −24.77; −24.80 is not above
}

void FilterProxyTest::hiddenRowsAreCounted()
{
    TradesModel model{TradeList::Session};
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    model.setRows(theTrades(24));
    proxy.setFilterText(u"nothing like this"_s);
    QCOMPARE(proxy.rowCount(), 0);
    QCOMPARE(proxy.hiddenRows(), 24);
    proxy.setFilterText({});
    QCOMPARE(proxy.hiddenRows(), 0);
}

void FilterProxyTest::sortsByValue()
{
    TradesModel model{TradeList::Session};
    FilterProxy proxy;
    proxy.setSourceModel(&model);
    model.setRows(theTrades(12));
    proxy.sort(0, Qt::DescendingOrder);
    QCOMPARE(proxy.index(0, 0).data().toString(), u"12"_s);
    QCOMPARE(proxy.index(11, 0).data().toString(), u"1"_s);
}

WICK_TEST(FilterProxyTest)
#include "tst_filterproxy.moc"
