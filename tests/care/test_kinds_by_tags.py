"""Of which kinds real-looking objects of OpenStreetMap are, by the rules of the guideline."""

import pytest

from carrywell import Guideline
from carrywell.care.place import LeftOut, Place, Point
from carrywell.care.tags import NOT_OPEN, kinds_of, place_of

SPECIALITY = "healthcare:speciality"

TABLE = """
amenity=hospital emergency=yes | emergency_hospital
amenity=hospital | emergency_hospital
healthcare=hospital | emergency_hospital
amenity=hospital emergency=no |
amenity=hospital emergency=designated | emergency_hospital
amenity=hospital speciality=psychiatry |
amenity=hospital speciality=psychiatry emergency=yes |
amenity=hospital speciality=psychiatry;general | emergency_hospital
amenity=hospital speciality=ophthalmology;cardiology;surgery emergency=yes | emergency_hospital
amenity=hospital healthcare=rehabilitation |
amenity=hospital speciality=physiatry |
amenity=hospital healthcare=veterinary |
amenity=veterinary healthcare=hospital emergency=yes |
amenity=veterinary |
amenity=hospital speciality=cardiology | emergency_hospital
amenity=hospital speciality=maternity | maternity_unit emergency_hospital
amenity=hospital healthcare=hospital speciality=maternity;gynaecology emergency=yes | maternity_unit emergency_hospital gynaecologist
amenity=hospital speciality=maternity emergency=no | maternity_unit
amenity=hospital speciality=maternity;paediatrics | maternity_unit
amenity=hospital speciality=gynaecology emergency=no | gynaecologist
amenity=hospital speciality=gynaecology | maternity_unit emergency_hospital gynaecologist
amenity=hospital speciality=plastic_surgery;gynaecology | gynaecologist
amenity=hospital speciality=general;plastic_surgery;gynaecology emergency=yes | maternity_unit emergency_hospital gynaecologist
amenity=hospital healthcare=birthing_centre | maternity_unit emergency_hospital midwife
healthcare=birthing_centre | midwife
healthcare=birthing_center | midwife
healthcare=birthing_centre emergency=yes | maternity_unit midwife
amenity=clinic healthcare=yes speciality=plastic_surgery |
amenity=clinic emergency=no | general_practice
amenity=clinic emergency=yes | emergency_hospital general_practice
amenity=clinic speciality=dermatology emergency=yes |
amenity=clinic speciality=maternity | midwife
amenity=clinic speciality=maternity emergency=yes | maternity_unit emergency_hospital midwife
amenity=clinic speciality=gynaecology | gynaecologist
amenity=clinic speciality=general;geriatrics;gynaecology;paediatrics | gynaecologist general_practice
amenity=clinic speciality=fertility |
amenity=doctors speciality=gynaecology | gynaecologist
amenity=doctors speciality=gynecology | gynaecologist
amenity=doctors healthcare=doctor | general_practice
amenity=doctors speciality=general | general_practice
amenity=doctors speciality=dermatology |
healthcare=doctor speciality=obstetrics | gynaecologist
healthcare=centre | general_practice
healthcare=clinic speciality=hypnosis;herbalism |
healthcare=midwife | midwife
healthcare=physiotherapist | physiotherapist
amenity=doctors healthcare=physiotherapist | physiotherapist
amenity=clinic speciality=physiotherapy | physiotherapist
healthcare=rehabilitation |
amenity=doctors speciality=physiatry |
healthcare=alternative speciality=acupuncture | acupuncturist
healthcare=alternative speciality=traditional_chinese_medicine |
healthcare=alternative speciality=osteopathy |
amenity=doctors speciality=general;acupuncture | acupuncturist general_practice
amenity=pharmacy healthcare=pharmacy | supplies
healthcare=doctor speciality=general | general_practice
amenity=hospital name=Hospital_e_Maternidade_São_José_2 | maternity_unit emergency_hospital
amenity=hospital emergency=no name=MATERNIDADE_Municipal | maternity_unit
amenity=hospital name=Hospital_Materno-Infantil | maternity_unit emergency_hospital
amenity=hospital speciality=gynaecology;abortion name=Maternidade_Tsylla | maternity_unit emergency_hospital gynaecologist
amenity=hospital name=Women's_Hospital official_name=Maternité_de_Lyon | maternity_unit emergency_hospital
amenity=hospital name=Paternity_Test_Hospital | emergency_hospital
amenity=hospital name=Родильный_дом_№_5 | maternity_unit emergency_hospital
amenity=pharmacy name=Maternity_Pharmacy | supplies
amenity=clinic name=Maternidade_Evangelina | maternity_unit general_practice
amenity=clinic name=Maternity_Clinic | midwife general_practice
amenity=clinic emergency=yes name=Maternity_Home | maternity_unit emergency_hospital midwife general_practice
amenity=hospital speciality=oncology;surgery | emergency_hospital
healthcare=hospital speciality=surgery;paediatrics | emergency_hospital
amenity=hospital speciality=surgery;ophthalmology |
amenity=hospital speciality=surgery;urology emergency=no |
amenity=hospital speciality=Obstetrics,gynaecology | maternity_unit emergency_hospital gynaecologist
amenity=hospital name=Kadin_Doğum_Hastanesi | maternity_unit emergency_hospital
amenity=hospital name=Ex-Maternidade_São_João |
amenity=hospital name=Hospital_e_Maternidade_Velho_(desativado) |
amenity=hospital name=Hospital_(em_construção) |
amenity=hospital name=Maternidade_Animal |
amenity=hospital tourism=museum name=Museu_da_Maternidade |
amenity=clinic name=Clínica_da_Rua_da_Maternidade | general_practice
amenity=clinic name=Pet_Maternity_Veterinary_Clinic |
amenity=hospital shop=mobile_phone name=Phone_Hospital |
shop=clothes name=Maternity |
amenity=hospital name=Hospital_Veterinário |
amenity=hospital emergency=yes name=City_Veterinary_Hospital |
healthcare=hospital emergency=yes name=Animal_Hospital |
amenity=hospital name=Hospital_de_Olhos |
amenity=hospital emergency=yes name=Hospital_and_Rehabilitation_Centre | emergency_hospital
healthcare=hospital emergency=yes name=Eye_and_General_Hospital | emergency_hospital
amenity=hospital name=Clínica_Psiquiátrica |
amenity=hospital name=Eyemouth_Hospital | emergency_hospital
amenity=hospital name=Memorial_Hospital_and_Rehabilitation_Center | emergency_hospital
amenity=hospital name=Lakeside_Rehabilitation_Hospital |
amenity=hospital name=Reyes_Hospital | emergency_hospital
amenity=hospital speciality=dentistry |
amenity=clinic speciality=emergency | emergency_hospital
amenity=clinic speciality=emergency emergency=no |
amenity=clinic speciality=emergency name=Clínica_Veterinária |
amenity=clinic speciality=fisioterapia | physiotherapist
amenity=health_post | general_practice
amenity=pharmacy medical_supply=no |
shop=medical_supply | supplies
shop=chemist | supplies
shop=health |
shop=baby_goods |
healthcare=blood_donation emergency=no |
amenity=dentist healthcare=dentist |
amenity=nursing_home |
emergency=yes |
healthcare=hospital speciality=maternity | maternity_unit emergency_hospital
healthcare=hospital speciality=gynaecology | maternity_unit emergency_hospital gynaecologist
healthcare=hospital speciality=gynaecology;fertility | gynaecologist
healthcare=hospital speciality=urology;oncology emergency=yes | emergency_hospital
healthcare=hospital speciality=gynecology;oncology emergency=yes | maternity_unit emergency_hospital gynaecologist
healthcare=hospital speciality=trauma;orthopaedics | emergency_hospital
healthcare=clinic emergency=yes | emergency_hospital general_practice
healthcare=nurse speciality=midwifery | midwife
healthcare=pharmacy | supplies
healthcare=doctor speciality=general | general_practice
amenity=hospital name=Hospital_e_Maternidade_São_José_2 | maternity_unit emergency_hospital
amenity=hospital emergency=no name=MATERNIDADE_Municipal | maternity_unit
amenity=hospital name=Hospital_Materno-Infantil | maternity_unit emergency_hospital
amenity=hospital speciality=gynaecology;abortion name=Maternidade_Tsylla | maternity_unit emergency_hospital gynaecologist
amenity=hospital name=Women's_Hospital official_name=Maternité_de_Lyon | maternity_unit emergency_hospital
amenity=hospital name=Paternity_Test_Hospital | emergency_hospital
amenity=hospital name=Родильный_дом_№_5 | maternity_unit emergency_hospital
amenity=pharmacy name=Maternity_Pharmacy | supplies
amenity=clinic name=Maternidade_Evangelina | maternity_unit general_practice
amenity=clinic name=Maternity_Clinic | midwife general_practice
amenity=clinic emergency=yes name=Maternity_Home | maternity_unit emergency_hospital midwife general_practice
amenity=hospital name=Hospital_Veterinário |
amenity=hospital emergency=yes name=City_Veterinary_Hospital |
healthcare=hospital emergency=yes name=Animal_Hospital |
amenity=hospital name=Hospital_de_Olhos |
amenity=hospital emergency=yes name=Hospital_and_Rehabilitation_Centre | emergency_hospital
healthcare=hospital emergency=yes name=Eye_and_General_Hospital | emergency_hospital
amenity=hospital name=Clínica_Psiquiátrica |
amenity=hospital name=Eyemouth_Hospital | emergency_hospital
amenity=hospital name=Memorial_Hospital_and_Rehabilitation_Center | emergency_hospital
amenity=hospital name=Lakeside_Rehabilitation_Hospital |
amenity=hospital name=Reyes_Hospital | emergency_hospital
amenity=hospital speciality=dentistry |
amenity=clinic speciality=emergency | emergency_hospital
amenity=clinic speciality=emergency emergency=no |
amenity=clinic speciality=emergency name=Clínica_Veterinária |
amenity=clinic speciality=fisioterapia | physiotherapist
amenity=health_post | general_practice
""".strip()


def row(line: str) -> tuple[dict[str, str], tuple[str, ...]]:
    tags, _, kinds = line.partition("|")
    pairs = (one.partition("=")[::2] for one in tags.split())
    return {
        key.replace("speciality", SPECIALITY): value.replace("_", " ")
        if key.endswith("name")
        else value
        for key, value in pairs
    }, tuple(kinds.split())


@pytest.mark.parametrize("line", TABLE.splitlines())
def test_an_object_is_of_the_kinds_it_says(guideline: Guideline, line: str) -> None:
    tags, kinds = row(line)
    assert kinds_of(tags, guideline.content.care_kinds) == kinds


def test_every_rule_has_its_row(guideline: Guideline) -> None:
    """No rule stands there untried: each is the reason for a kind of some object above."""
    care = guideline.content.care_kinds
    tried = set()
    for tags, _ in map(row, TABLE.splitlines()):
        for rule in care.openstreetmap:
            only = type(care)(kinds=care.kinds, openstreetmap=(rule,), taxonomies=())
            if kinds_of(tags, only):
                tried.add(rule.name)
    assert {one.name for one in care.openstreetmap} - tried == set()


def test_whether_it_takes_emergencies_only_ever_adds_a_hospital(guideline: Guideline) -> None:
    """'yes' never takes a kind away, and only 'no' takes the emergency away."""
    care = guideline.content.care_kinds
    for tags, _ in map(row, TABLE.splitlines()):
        silent = {key: value for key, value in tags.items() if key != "emergency"}
        unknown = set(kinds_of(silent, care))
        assert unknown <= set(kinds_of(silent | {"emergency": "yes"}, care)), tags
        lost = unknown - set(kinds_of(silent | {"emergency": "no"}, care))
        assert lost <= {"emergency_hospital", "maternity_unit"}, tags


def test_what_is_no_longer_in_use_is_no_place_whatever_its_kind(guideline: Guideline) -> None:
    care = guideline.content.care_kinds

    def read(**tags: str) -> object:
        unit = {"amenity": "hospital", SPECIALITY: "maternity", "name": "St Mary"}
        return place_of(unit | tags, care, id="n1", point=Point(0, 0))

    assert isinstance(read(), Place)
    for key in NOT_OPEN:
        assert isinstance(read(**{key: "yes"}), LeftOut), key
        assert isinstance(read(**{key: "no"}), Place), key
    assert isinstance(read(opening_hours="closed"), LeftOut)


@pytest.mark.parametrize(
    ("said", "told"), [("yes", True), ("no", False), ("", None), ("designated", None)]
)
def test_whether_it_takes_emergencies_is_unknown_unless_it_says(
    guideline: Guideline, said: str, told: bool | None
) -> None:
    tags = {"amenity": "hospital", SPECIALITY: "maternity", "name": "St Mary", "emergency": said}
    place = place_of(tags, guideline.content.care_kinds, id="n1", point=Point(0, 0))
    assert isinstance(place, Place)
    assert place.emergency is told
