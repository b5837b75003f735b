"""Which places of a file hold a code of which list, and the codes of the lists that belong to the standard itself.

A place stands as: official rule id, category, path, list, and after it the vocabulary for which the list counts; ``1-``
also counts where no vocabulary is stated. The lists that others keep (sectors, countries, currencies, languages ...)
are read from the official files, since they change without a new version of the standard.
"""

from __future__ import annotations

from typing import Final

PLACES: Final = """
9.2.1 financial iati-activity/@budget-not-provided BudgetNotProvided
9.3.1 financial iati-activity/@default-currency Currency
9.4.1 information iati-activity/activity-date/@type ActivityDateType
9.5.1 information iati-activity/activity-status/@code ActivityStatus
9.6.1 information iati-activity/activity-scope/@code ActivityScope
9.7.1 financial iati-activity/budget/@status BudgetStatus
9.8.1 financial iati-activity/budget/@type BudgetType
9.9.1 financial iati-activity/budget/value/@currency Currency
9.10.1 classifications iati-activity/collaboration-type/@code CollaborationType
9.11.1 performance iati-activity/conditions/condition/@type ConditionType
9.12.1 information iati-activity/contact-info/@type ContactType
9.13.1 classifications iati-activity/country-budget-items/@vocabulary BudgetIdentifierVocabulary
9.16.1 classifications iati-activity/crs-add/channel-code/text() CRSChannelCode
9.17.1 classifications iati-activity/crs-add/other-flags/@code CRSAddOtherFlags
9.18.1 classifications iati-activity/crs-add/loan-status/@currency Currency
9.19.1 classifications iati-activity/crs-add/loan-terms/repayment-plan/@code LoanRepaymentPeriod
9.20.1 classifications iati-activity/crs-add/loan-terms/repayment-type/@code LoanRepaymentType
9.21.1 classifications iati-activity/default-aid-type/@code AidType 1-
9.127.1 iati iati-activity/default-aid-type/@code EarmarkingCategory 2
9.128.1 iati iati-activity/default-aid-type/@code CashandVoucherModalities 4
9.22.1 classifications iati-activity/default-aid-type/@vocabulary AidTypeVocabulary
9.23.1 classifications iati-activity/default-finance-type/@code FinanceType
9.24.1 classifications iati-activity/default-flow-type/@code FlowType
9.25.1 classifications iati-activity/default-tied-status/@code TiedStatus
9.26.1 information iati-activity/description/@type DescriptionType
9.27.1 documents iati-activity/document-link/@format FileFormat
9.28.1 documents iati-activity/document-link/category/@code DocumentCategory
9.29.1 documents iati-activity/document-link/language/@code Language
9.30.1 financial iati-activity/fss/forecast/@currency Currency
9.31.1 classifications iati-activity/humanitarian-scope/@type HumanitarianScopeType
9.32.1 classifications iati-activity/humanitarian-scope/@vocabulary HumanitarianScopeVocabulary
9.33.1 geo iati-activity/location/administrative/@vocabulary GeographicVocabulary
9.117.1 geo iati-activity/location/administrative/@code Country A4
9.34.1 geo iati-activity/location/feature-designation/@code LocationType
9.35.1 geo iati-activity/location/location-class/@code GeographicLocationClass
9.36.1 geo iati-activity/location/location-id/@vocabulary GeographicVocabulary
9.37.1 geo iati-activity/location/location-reach/@code GeographicLocationReach
9.38.1 geo iati-activity/location/exactness/@code GeographicExactness
9.39.1 identifiers iati-activity/other-identifier/@type OtherIdentifierType
9.40.1 participating iati-activity/participating-org/@crs-channel-code CRSChannelCode
9.41.1 participating iati-activity/participating-org/@role OrganisationRole
9.42.1 participating iati-activity/participating-org/@type OrganisationType
9.43.1 financial iati-activity/planned-disbursement/@type BudgetType
9.44.1 financial iati-activity/planned-disbursement/provider-org/@type OrganisationType
9.45.1 financial iati-activity/planned-disbursement/receiver-org/@type OrganisationType
9.46.1 financial iati-activity/planned-disbursement/value/@currency Currency
9.47.1 classifications iati-activity/policy-marker/@code PolicyMarker 1-
9.48.1 classifications iati-activity/policy-marker/@significance PolicySignificance
9.49.1 classifications iati-activity/policy-marker/@vocabulary PolicyMarkerVocabulary
9.50.1 geo iati-activity/recipient-country/@code Country
9.51.1 geo iati-activity/recipient-region/@code Region 1-
9.52.1 geo iati-activity/recipient-region/@vocabulary RegionVocabulary
9.53.1 relations iati-activity/related-activity/@type RelatedActivityType
9.54.1 identifiers iati-activity/reporting-org/@type OrganisationType
9.55.1 performance iati-activity/result/@type ResultType
9.57.1 performance iati-activity/result/document-link/@format FileFormat
9.58.1 performance iati-activity/result/document-link/category/@code DocumentCategory
9.59.1 performance iati-activity/result/document-link/language/@code Language
9.60.1 performance iati-activity/result/indicator/@measure IndicatorMeasure
9.61.1 performance iati-activity/result/indicator/baseline/document-link/@format FileFormat
9.62.1 performance iati-activity/result/indicator/baseline/document-link/category/@code DocumentCategory
9.63.1 performance iati-activity/result/indicator/baseline/document-link/language/@code Language
9.65.1 performance iati-activity/result/indicator/document-link/@format FileFormat
9.66.1 performance iati-activity/result/indicator/document-link/category/@code DocumentCategory
9.67.1 performance iati-activity/result/indicator/document-link/language/@code Language
9.68.1 performance iati-activity/result/indicator/period/actual/document-link/@format FileFormat
9.69.1 performance iati-activity/result/indicator/period/actual/document-link/category/@code DocumentCategory
9.70.1 performance iati-activity/result/indicator/period/actual/document-link/language/@code Language
9.71.1 performance iati-activity/result/indicator/period/target/document-link/@format FileFormat
9.72.1 performance iati-activity/result/indicator/period/target/document-link/category/@code DocumentCategory
9.73.1 performance iati-activity/result/indicator/period/target/document-link/language/@code Language
9.74.1 performance iati-activity/result/indicator/reference/@vocabulary IndicatorVocabulary
9.75.1 performance iati-activity/result/reference/@vocabulary ResultVocabulary
9.76.1 classifications iati-activity/sector/@code Sector 1-
9.77.1 classifications iati-activity/sector/@code SectorCategory 2
9.0.1 iati iati-activity/sector/@code UNSDG-Goals 7
9.0.1 iati iati-activity/sector/@code UNSDG-Targets 8
9.78.1 classifications iati-activity/sector/@vocabulary SectorVocabulary
9.125.1 iati iati-activity/tag/@code UNSDG-Goals 2
9.126.1 iati iati-activity/tag/@code UNSDG-Targets 3
9.79.1 classifications iati-activity/tag/@vocabulary TagVocabulary
9.80.1 financial iati-activity/transaction/aid-type/@code AidType 1-
9.0.1 iati iati-activity/transaction/aid-type/@code EarmarkingCategory 2
9.0.1 iati iati-activity/transaction/aid-type/@code CashandVoucherModalities 4
9.81.1 financial iati-activity/transaction/aid-type/@vocabulary AidTypeVocabulary
9.82.1 financial iati-activity/transaction/disbursement-channel/@code DisbursementChannel
9.83.1 financial iati-activity/transaction/finance-type/@code FinanceType
9.84.1 financial iati-activity/transaction/flow-type/@code FlowType
9.85.1 financial iati-activity/transaction/recipient-country/@code Country
9.86.1 financial iati-activity/transaction/recipient-region/@code Region 1-
9.87.1 financial iati-activity/transaction/recipient-region/@vocabulary RegionVocabulary
9.88.1 financial iati-activity/transaction/provider-org/@type OrganisationType
9.89.1 financial iati-activity/transaction/receiver-org/@type OrganisationType
9.90.1 financial iati-activity/transaction/sector/@code Sector 1-
9.124.1 financial iati-activity/transaction/sector/@code SectorCategory 2
9.0.1 iati iati-activity/transaction/sector/@code UNSDG-Goals 7
9.0.1 iati iati-activity/transaction/sector/@code UNSDG-Targets 8
9.91.1 financial iati-activity/transaction/sector/@vocabulary SectorVocabulary
9.92.1 financial iati-activity/transaction/tied-status/@code TiedStatus
9.93.1 financial iati-activity/transaction/transaction-type/@code TransactionType
9.94.1 financial iati-activity/transaction/value/@currency Currency
9.95.1 iati @xml:lang Language
9.96.1 organisation iati-organisation/@default-currency Currency
9.98.1 documents iati-organisation/document-link/@format FileFormat
9.99.1 documents iati-organisation/document-link/category/@code DocumentCategory
9.100.1 documents iati-organisation/document-link/language/@code Language
9.101.1 documents iati-organisation/document-link/recipient-country/@code Country
9.102.1 financial iati-organisation/recipient-country-budget/@status BudgetStatus
9.103.1 financial iati-organisation/recipient-country-budget/recipient-country/@code Country
9.122.1 financial iati-organisation/recipient-country-budget/budget-line/value/@currency Currency
9.104.1 financial iati-organisation/recipient-country-budget/value/@currency Currency
9.105.1 financial iati-organisation/recipient-org-budget/@status BudgetStatus
9.106.1 financial iati-organisation/recipient-org-budget/value/@currency Currency
9.123.1 financial iati-organisation/recipient-org-budget/budget-line/value/@currency Currency
9.107.1 financial iati-organisation/recipient-region-budget/@status BudgetStatus
9.108.1 financial iati-organisation/recipient-region-budget/recipient-region/@code Region 1-
9.109.1 geo iati-organisation/recipient-region-budget/recipient-region/@vocabulary RegionVocabulary
9.110.1 geo iati-organisation/recipient-region-budget/budget-line/value/@currency Currency
9.111.1 geo iati-organisation/recipient-region-budget/value/@currency Currency
9.112.1 information iati-organisation/reporting-org/@type OrganisationType
9.113.1 financial iati-organisation/total-budget/@status BudgetStatus
9.114.1 financial iati-organisation/total-budget/value/@currency Currency
"""

# Major version -> list -> its codes.
EMBEDDED: Final[dict[int, dict[str, str]]] = {
    1: {
        "ActivityDateType": "start-actual end-actual start-planned end-planned",
        "ActivityStatus": "1 2 3 4 5 6",
        "BudgetType": "1 2",
        "DocumentCategory": "A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 B01 B02 B03 B04 B05 B06 B07 B08 B09 B10 B11 "
        "B12 B13 B14 B15",
        "OrganisationRole": "Accountable Extending Funding Implementing",
        "RelatedActivityType": "1 2 3 4 5",
        "TransactionType": "C D E IF IR LR R QP QS CG",
    },
    2: {
        "ActivityDateType": "1 2 3 4",
        "ActivityStatus": "1 2 3 4 5 6",
        "BudgetStatus": "1 2",
        "BudgetType": "1 2",
        "DocumentCategory": "A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 B01 B02 B03 B04 B05 B06 B07 B08 B09 B10 "
        "B11 B12 B13 B14 B15 B16 B17 B18",
        "OrganisationRole": "1 2 3 4",
        "RelatedActivityType": "1 2 3 4 5",
        "TransactionType": "1 2 3 4 5 6 7 8 9 10 11 12 13",
    },
}
